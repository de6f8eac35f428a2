internal import SealedCommandLine
internal import SealedPayload

/// Seals an HTTP request, and keeps what opens its response.
struct SealRequestCommand: ToolCommand {
  private let common: SealingArguments
  private let recipient: Recipient
  private let cipher: Cipher
  private let head: RequestHead
  private let exchange: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try SealingArguments(arguments)
    recipient = Recipient(try arguments.recipientKey(), issuer: try arguments.origin())
    cipher = try arguments.cipher()
    let url = try TargetURL(try arguments.required(.url), named: OptionName.url.typed)
    head = RequestHead(
      method: try arguments.required(.method), scheme: url.scheme, authority: url.authority, path: url.path,
      fields: try arguments.fields())
    exchange = try arguments.required(.exchange)
    try arguments.check(.request(head))
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let options = try common.options(files)
    let session = try ToolError.sealing { () throws(SealError) in try SealingSession(to: recipient, cipher: cipher) }
    try common.run(
      RequestJob(session: session, request: head, options: options), exchange: exchange, files: files)
  }
}
