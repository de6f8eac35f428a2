internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Everything that opening a message writes.
struct OpeningOutputs: ~Copyable {
  /// The body.
  var body: OutputFile

  private var receipt: OutputFile?
  private var exchange: OutputFile?

  /// Takes the open files.
  init(body: consuming OutputFile, receipt: consuming OutputFile?, exchange: consuming OutputFile?) {
    self.body = body
    self.receipt = receipt
    self.exchange = exchange
  }

  /// Writes receipt and exchange, then makes all final; the body first, because its reader may be gone.
  ///
  /// - Parameter answering: for responses, what opened them.
  consuming func finish(_ opened: Opened, answering: Exchange?) throws(ToolError) {
    try keepReceipt(opened, answering)
    try keepExchange(opened)
    try body.commit()
    try receipt.take()?.commit()
    try exchange.take()?.commit()
  }

  private mutating func keepReceipt(_ opened: Opened, _ answering: Exchange?) throws(ToolError) {
    guard receipt != nil else { return }
    let made: Receipt
    do throws(ReceiptError) {
      made = try Receipt(of: opened.message, exchange: answering)
    } catch {
      throw .receipt("the message", error)
    }
    try receipt?.write(made.serialized().span)
  }

  private mutating func keepExchange(_ opened: Opened) throws(ToolError) {
    guard exchange != nil, let made = opened.exchange else { return }
    var file = made.serialized(expiry: Clock.now + Exchange.defaultLifetime)
    defer { file.erase() }
    try exchange?.write(file.span)
  }
}
