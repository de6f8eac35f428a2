internal import SealedCommandLine
internal import SealedPayload

/// What `open` and `open response` have in common.
struct OpeningArguments {
  /// The key that must have signed, if one is named.
  let signer: VerifyingKey?

  /// Whether parts are written as soon as they are authentic.
  let isStreamed: Bool

  /// Whether what was found goes to standard error as JSON.
  let showsJSON: Bool

  /// Where the receipt goes.
  let receipt: String?

  /// Where the exchange that seals the response goes.
  let exchange: String?

  /// Bytes that the body may take.
  let limit: Int

  private let allowsHTTP: Bool
  private let input: String?
  private let output: String?

  /// What a message that is kept in memory may take, unless told.
  static let wholeLimit = 1 << 30

  /// Takes them from the command line; `exchange` names where an exchange is written.
  init(_ arguments: ParsedArguments, exchange: String?) throws(UsageError) {
    signer = try arguments.signer()
    isStreamed = arguments.has(.stream)
    showsJSON = arguments.has(.json)
    receipt = arguments.value(.receipt)
    self.exchange = exchange
    limit = try arguments.integer(.limit, in: 0...Int.max) ?? (isStreamed ? .max : Self.wholeLimit)
    allowsHTTP = arguments.has(.allowHTTP)
    input = arguments.value(.input)
    output = arguments.value(.output)
  }

  /// How messages are opened.
  var options: OpeningOptions {
    OpeningOptions(limits: OpeningLimits(body: limit), allowsPlainHTTP: allowsHTTP)
  }

  /// Opens the message's file.
  func openInput(_ files: Files) throws(ToolError) -> MessageInput {
    MessageInput(try files.input(input))
  }

  /// Prepares what is written.
  func openOutputs(_ files: Files) throws(ToolError) -> OpeningOutputs {
    let body = try files.output(output, .body, release: isStreamed ? .streaming : .whole)
    var receiptFile: OutputFile?
    var exchangeFile: OutputFile?
    if let receipt { receiptFile = try files.output(receipt, .text, protection: .secret) }
    if let exchange { exchangeFile = try files.output(exchange, .text, protection: .secret) }
    return OpeningOutputs(body: body, receipt: receiptFile, exchange: exchangeFile)
  }
}
