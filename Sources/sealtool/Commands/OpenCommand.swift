internal import SealedCommandLine
internal import SealedPayload

/// Opens a sealed payload or request.
struct OpenCommand: ToolCommand {
  private let common: OpeningArguments
  private let key: String
  private let passphraseFile: String?
  private let issuer: Issuer?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try OpeningArguments(arguments, exchange: arguments.value(.exchange))
    key = try arguments.required(.key)
    passphraseFile = arguments.value(.passphraseFile)
    issuer = try arguments.anyIssuer()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let privateKey = try files.encryptionKey(key, passphraseFile: passphraseFile)
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
}
