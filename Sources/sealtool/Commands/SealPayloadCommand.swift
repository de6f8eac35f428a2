internal import SealedCommandLine
internal import SealedPayload

/// Seals a payload to a public key.
struct SealPayloadCommand: ToolCommand {
  private let common: SealingArguments
  private let recipient: Recipient
  private let cipher: Cipher
  private let fields: [HeaderField]

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try SealingArguments(arguments)
    recipient = Recipient(try arguments.recipientKey(), issuer: try arguments.issuerName())
    cipher = try arguments.cipher()
    fields = try arguments.fields()
    try arguments.check(.payload(fields))
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let options = try common.options(files)
    let session = try ToolError.sealing { () throws(SealError) in try SealingSession(to: recipient, cipher: cipher) }
    try common.run(PayloadJob(session: session, fields: fields, options: options), files: files)
  }
}
