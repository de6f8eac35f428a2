internal import SealedCrypto

/// Reads a message of any kind from chunks of any size, and keeps at most one record of it.
///
/// A failure is final: the keys are gone, and every later call fails the same way.
struct MessageReader: ~Copyable, Sendable {
  private enum Step {
    case preludePrefix
    case prelude(Int)
    case commitment
    case recordLength
    case record(Int)
    case complete
  }

  private let source: MessageSource
  private let rules: HeadRules
  private var bodyAllowance: Int
  private let limits: OpeningLimits
  private var step = Step.preludePrefix
  private(set) var pending: [UInt8] = []
  private var head: HeadOpener?
  private var checks: BodyChecks?
  private var order = RecordOrder()
  private var failure: FormatError?

  /// What is known of the message, once its first two records were authenticated.
  private(set) var message: OpenedMessage?

  /// What the server keeps to answer a request.
  private(set) var exchange: Exchange?

  init(_ source: MessageSource, _ rules: HeadRules, _ limits: OpeningLimits) {
    self.source = source
    self.rules = rules
    self.limits = limits
    bodyAllowance = limits.body
  }

  /// Takes bytes of the message and appends what is authentic of the body to `body`.
  ///
  /// - Returns: how many bytes were taken: all, unless `stopsAtHead` and the head became known meanwhile.
  mutating func read(_ input: Span<UInt8>, into body: inout [UInt8], stopsAtHead: Bool) throws(FormatError) -> Int {
    if let failure { throw failure }
    do throws(FormatError) {
      return try advance(input, &body, stopsAtHead)
    } catch {
      fail(error)
      throw error
    }
  }

  /// Says that no more bytes follow.
  mutating func finish() throws(FormatError) -> OpenedMessage {
    if let failure { throw failure }
    guard case .complete = step, let message else {
      fail(.truncated)
      throw .truncated
    }
    return message.completed()
  }

  private mutating func fail(_ error: FormatError) {
    failure = error
    head = nil
    checks = nil
    pending.erase()
  }

  private mutating func advance(
    _ input: Span<UInt8>, _ body: inout [UInt8], _ stopsAtHead: Bool
  ) throws(FormatError) -> Int {
    var position = 0
    while true {
      let hadHead = message != nil
      guard let needed = bytesNeeded else {
        guard position == input.count else { throw .trailingBytes }
        return position
      }
      let missing = needed - pending.count
      guard input.count - position >= missing else {
        pending.append(input.extracting(droppingFirst: position))
        return input.count
      }
      let piece = input.extracting(position..<position + missing)
      position += missing
      try take(piece, &body)
      if stopsAtHead && !hadHead && message != nil { return position }
    }
  }

  /// Bytes that the next step takes; nil when there is none.
  ///
  /// A prelude's count includes its prefix.
  private var bytesNeeded: Int? {
    switch step {
    case .preludePrefix: source.prefixByteCount
    case .prelude(let count): count
    case .commitment: MessageKeys.commitmentByteCount
    case .recordLength: Record.lengthByteCount
    case .record(let length): length
    case .complete: nil
    }
  }

  /// Does the next step with the pending bytes and `piece`, which are exactly those it needs.
  private mutating func take(_ piece: Span<UInt8>, _ body: inout [UInt8]) throws(FormatError) {
    guard !pending.isEmpty else { return try perform(piece, &body) }
    pending.append(piece)
    var whole: [UInt8] = []
    swap(&whole, &pending)
    try whole.withSpan { (whole) throws(FormatError) in try perform(whole, &body) }
    guard pending.isEmpty else { return }
    whole.removeAll(keepingCapacity: true)
    pending = whole
  }

  private mutating func perform(_ bytes: Span<UInt8>, _ body: inout [UInt8]) throws(FormatError) {
    switch step {
    case .preludePrefix:
      step = .prelude(try source.preludeByteCount(prefix: bytes))
      // The prefix is part of the prelude, which may be complete already.
      pending.append(bytes)
    case .prelude:
      head = try HeadOpener(source, rules, prelude: bytes)
      step = .commitment
    case .commitment:
      try head?.check(commitment: bytes)
      step = .recordLength
    case .recordLength: step = .record(try length(bytes))
    case .record: try openRecord(bytes, &body)
    case .complete: break
    }
  }

  private mutating func length(_ field: Span<UInt8>) throws(FormatError) -> Int {
    guard order.number < FormatLimits.records else { throw .recordLimit }
    let length = try Record.length(field)
    if order.number > 0 { try spend(Record.lengthByteCount + length) }
    return length
  }

  private mutating func spend(_ count: Int) throws(FormatError) {
    guard count <= bodyAllowance else { throw .bodyLimit(limits.body) }
    bodyAllowance -= count
  }

  /// Decrypts behind the end of `body`, and leaves there what is content of it.
  private mutating func openRecord(_ ciphertext: Span<UInt8>, _ body: inout [UInt8]) throws(FormatError) {
    let start = body.count
    body.append(zeros: ciphertext.count - AEAD.tagByteCount)
    do throws(FormatError) {
      let record = try decrypt(ciphertext, &body, at: start)
      let kept = try body.withSpan { (body) throws(FormatError) in
        try accept(record, body.extracting(start..<start + record.contentCount))
      }
      body.eraseTail(from: start + (kept ? record.contentCount : 0))
    } catch {
      body.eraseTail(from: start)
      throw error
    }
    step = order.isComplete ? .complete : .recordLength
  }

  private func decrypt(
    _ ciphertext: Span<UInt8>, _ body: inout [UInt8], at start: Int
  ) throws(FormatError) -> Record.Opened {
    guard head != nil else { throw .truncated }
    let number = order.number
    return try body.withMutableSpan { (body) throws(FormatError) in
      try body.withSubspan(start..<body.count) { (target) throws(FormatError) in
        guard let opened = try head?.open(ciphertext, number: number, into: &target) else { throw .truncated }
        return opened
      }
    }
  }

  /// Does with a record what its type asks for.
  ///
  /// - Returns: whether its content belongs to the body.
  private mutating func accept(_ record: Record.Opened, _ content: Span<UInt8>) throws(FormatError) -> Bool {
    try order.accept(record)
    switch record.type {
    case .head:
      try head?.accept(head: content)
      return false
    case .proof:
      try head?.accept(proof: content)
      try becomeOpen()
      return false
    case .data, .end:
      if message == nil { try becomeOpen() }
      try checks?.update(content)
      if record.type == .end { try checks.take()?.finish() }
      return true
    }
  }

  private mutating func becomeOpen() throws(FormatError) {
    guard let opened = try head?.opened() else { throw .truncated }
    checks = BodyChecks(opened, requestMethod: head?.requestMethod)
    exchange = head?.exchange(opened)
    message = opened
  }
}
