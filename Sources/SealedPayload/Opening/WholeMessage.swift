internal import SealedCrypto

/// Opens a message that is there as a whole, straight into its body, on all cores where that pays.
///
/// Each record's plaintext is decrypted to where its content belongs; the byte for its type lies where the next record's
/// content begins, and is overwritten by it.
struct WholeMessage: ~Copyable {
  private let usesAllCores: Bool
  var head: HeadOpener
  var order = RecordOrder()
  var cursor: RecordCursor

  /// What is known of the message.
  struct Result {
    let message: OpenedMessage
    let exchange: Exchange?
  }

  /// Opens `input`; `body` becomes its body and keeps its storage where that is large enough.
  ///
  /// Empty on failure.
  static func open(
    _ input: Span<UInt8>, _ source: MessageSource, _ rules: HeadRules, _ limits: OpeningLimits, usesAllCores: Bool,
    into body: inout [UInt8]
  ) throws(FormatError) -> Result {
    do throws(FormatError) {
      let prelude = try preludeByteCount(input, source)
      var whole = WholeMessage(
        try HeadOpener(source, rules, prelude: input.extracting(first: prelude)), limits, usesAllCores)
      return try whole.open(input.extracting(droppingFirst: prelude), &body)
    } catch {
      body.erase()
      throw error
    }
  }

  private init(_ head: consuming HeadOpener, _ limits: OpeningLimits, _ usesAllCores: Bool) {
    self.head = head
    cursor = RecordCursor(from: MessageKeys.commitmentByteCount, limit: limits.body)
    self.usesAllCores = usesAllCores
  }

  private static func preludeByteCount(_ input: Span<UInt8>, _ source: MessageSource) throws(FormatError) -> Int {
    guard input.count >= source.prefixByteCount else { throw .truncated }
    let count = try source.preludeByteCount(prefix: input)
    guard input.count >= count else { throw .truncated }
    return count
  }

  private mutating func open(_ input: Span<UInt8>, _ body: inout [UInt8]) throws(FormatError) -> Result {
    guard input.count >= MessageKeys.commitmentByteCount else { throw .truncated }
    try head.check(commitment: input.extracting(first: MessageKeys.commitmentByteCount))
    // A record's plaintext takes 20 bytes less than the record: there is room for all of them.
    body.resizeForOverwrite(to: input.count)
    var plaintext = try openHead(input, &body)
    let message = try head.opened()
    try openRest(input, &body, &plaintext, isVerdict: message.kind == .verdict)
    // What padding and early ends left behind the body is plaintext too.
    body.eraseTail(from: plaintext)
    var checks = BodyChecks(message, requestMethod: head.requestMethod)
    try body.withSpan { (body) throws(FormatError) in try checks.update(body) }
    try checks.finish()
    guard cursor.isAtEnd(of: input) else { throw .trailingBytes }
    return Result(message: message.completed(), exchange: head.exchange(message))
  }

  /// Opens the first record and, if it is a proof, the second.
  ///
  /// - Returns: how many bytes of the body are there after that.
  private mutating func openHead(_ input: Span<UInt8>, _ body: inout [UInt8]) throws(FormatError) -> Int {
    let first = try openNext(input, &body, at: 0)
    try body.withSpan { (body) throws(FormatError) in
      try head.accept(head: body.extracting(first: first.contentCount))
    }
    body.withMutableSpan { $0.zero(0..<first.contentCount) }
    let second = try openNext(input, &body, at: 0)
    guard second.type == .proof else { return second.contentCount }
    try body.withSpan { (body) throws(FormatError) in
      try head.accept(proof: body.extracting(first: second.contentCount))
    }
    return 0
  }

  private mutating func openNext(
    _ input: Span<UInt8>, _ body: inout [UInt8], at offset: Int
  ) throws(FormatError) -> Record.Opened {
    let range = try cursor.next(input)
    let number = order.number
    let opened = try body.withMutableSpan { (body) throws(FormatError) in
      try body.withSubspan(offset..<offset + range.count - AEAD.tagByteCount) { (target) throws(FormatError) in
        try head.open(input.extracting(range), number: number, into: &target)
      }
    }
    try order.accept(opened)
    return opened
  }

  /// Opens all other records behind the `plaintext` bytes that are there.
  private mutating func openRest(
    _ input: Span<UInt8>, _ body: inout [UInt8], _ plaintext: inout Int, isVerdict: Bool
  ) throws(FormatError) {
    // A verdict is short, and its length is looked at after every record.
    if usesAllCores && !isVerdict && !order.isComplete { try openConcurrently(input, &body, &plaintext) }
    while !order.isComplete {
      plaintext += try openNext(input, &body, at: plaintext).contentCount
      if isVerdict && plaintext > MessageKind.verdict.bodyLimit { throw .verdict(.format) }
    }
  }
}
