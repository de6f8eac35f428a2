internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Makes a key pair.
struct KeygenCommand: ToolCommand {
  private let kind: KeyKind
  private let path: String
  private let passphraseFile: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    kind = try arguments.choiceOperand(KeyKind.self)
    path = arguments.value(.output) ?? "\(kind.rawValue).jwk"
    passphraseFile = arguments.value(.passphraseFile)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let output = try files.output(path, .text, protection: .key)
    let made = try make(files.optionalPassphrase(passphraseFile))
    var file = made.file
    defer { file.erase() }
    try write(file.span, to: output)
    try terminal.line(made.publicKey)
  }

  private func write(_ file: Span<UInt8>, to output: consuming OutputFile) throws(ToolError) {
    try output.write(file)
    try output.commit()
  }

  private func make(_ passphrase: consuming Passphrase?) throws(ToolError) -> (file: [UInt8], publicKey: String) {
    try ToolError.key(path) { () throws(KeyError) in
      switch kind {
      case .encryption:
        let key = try RecipientPrivateKey(generating: .x25519)
        return (try KeyFile.file(key, passphrase: passphrase), key.publicKey.description)
      case .signing:
        let key = SigningKey()
        return (try KeyFile.file(key, passphrase: passphrase), key.publicKey.description)
      }
    }
  }
}
