internal import SealedCommandLine
internal import SealedPayload

/// Opens a sealed payload or request with a key, or a message of any kind with a key log.
struct OpenCommand: ToolCommand {
  private enum Access {
    case key(String, passphraseFile: String?, Issuer?)
    case keyLog(String)
  }

  private let common: OpeningArguments
  private let access: Access

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try OpeningArguments(arguments, exchange: arguments.value(.exchange))
    if let keyLog = arguments.value(.keyLog) {
      access = .keyLog(keyLog)
    } else {
      guard let key = arguments.value(.key) else { throw .missingOption("--key or --keylog", command: "open") }
      access = .key(key, passphraseFile: arguments.value(.passphraseFile), try arguments.anyIssuer())
    }
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    switch access {
    case .key(let key, let passphraseFile, let issuer):
      let privateKey = try files.encryptionKey(key, passphraseFile: passphraseFile)
      try open(privateKey, key, issuer, terminal, files)
    case .keyLog(let path):
      try open(files.keyLog(path, terminal: terminal), path, terminal, files)
    }
  }

  private func open(
    _ privateKey: consuming RecipientPrivateKey, _ key: String, _ issuer: Issuer?, _ terminal: Terminal, _ files: Files
  ) throws(ToolError) {
    var input = try common.openInput(files)
    let outputs = try common.openOutputs(files)
    var start: [UInt8] = []
    try input.read(atLeast: MessageStart.byteCount, into: &start)
    let kind = MessageStart.kind(start)
    let issuer = try MessageStart.issuer(issuer, for: kind, input.name)
    let ring = try KeyRing(of: privateKey, issuer: issuer, key)
    let opener: MessageOpener =
      kind == .request
      ? .request(RequestOpener(ring, options: common.options)) : .payload(PayloadOpener(ring, options: common.options))
    try OpeningRun(common, from: input, to: outputs, terminal: terminal).run(opener, start: start)
  }

  private func open(
    _ log: KeyLogReader, _ path: String, _ terminal: Terminal, _ files: Files
  ) throws(ToolError) {
    var input = try common.openInput(files)
    let outputs = try common.openOutputs(files)
    var start: [UInt8] = []
    try input.read(atLeast: MessageStart.longestClearPart, into: &start)
    guard let logged = try MessageStart.logged(start, in: log, input.name) else { throw .notLogged(input.name, path) }
    let opener = LoggedMessageOpener(logged, options: common.options)
    try OpeningRun(common, from: input, to: outputs, terminal: terminal).run(.logged(opener), start: start)
  }
}
