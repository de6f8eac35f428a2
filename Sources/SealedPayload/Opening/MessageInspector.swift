internal import SealedCrypto

/// Looks at a whole message record by record, and goes on where an opener would stop: for tools that show what is wrong.
///
/// Nothing of the body leaves it but lengths.
package struct MessageInspector: ~Copyable {
  /// What opens the records, if anything.
  package enum Access: Sendable {
    case none
    case keys(KeyRing)
    case exchange(Exchange)
  }

  /// One record: where it lies, and what became of it.
  package struct Record: Sendable {
    /// Bytes of its ciphertext.
    package let length: Int
    /// What is in it; nil if it was not opened.
    package internal(set) var type: RecordType?
    package internal(set) var contentCount = 0
    package internal(set) var paddingCount = 0
    /// Why it was refused.
    package internal(set) var problem: FormatError?

    fileprivate let range: Range<Int>
  }

  /// The rule that was broken, and by which record, if by one.
  package struct Problem: Sendable, Equatable {
    package let error: FormatError
    package let record: Int?
  }

  /// The kind that the fifth byte says, if it says one.
  package private(set) var kind: MessageKind?
  /// The prelude of kinds 1 and 2.
  package private(set) var prelude: Prelude?
  /// The random bytes of any kind's prelude.
  package private(set) var nonce: [UInt8] = []
  package private(set) var commitment: [UInt8] = []
  package private(set) var records: [Record] = []
  /// The head, once its record was opened; it need not be followed by anything that is right.
  package private(set) var head: Head?
  /// What is known once the first two records were found right.
  package private(set) var message: OpenedMessage?
  package private(set) var verdict: Verdict?
  /// Bytes of the body in all data records that were opened.
  package private(set) var bodyCount = 0
  package private(set) var problem: Problem?
  /// Whether everything was opened and right, to the end.
  package private(set) var isAuthentic = false

  private var verdictBody: [UInt8] = []

  /// Looks at a message.
  package init(_ message: Span<UInt8>, access: Access) {
    do throws(FormatError) {
      let start = try readStart(message)
      frame(message, from: start)
      try open(message, access)
    } catch {
      note(error)
    }
  }

  private mutating func note(_ error: FormatError, record: Int? = nil) {
    if problem == nil { problem = Problem(error: error, record: record) }
  }
}

extension MessageInspector {
  /// Reads what is in the clear before the records, and tells where they start.
  private mutating func readStart(_ message: Span<UInt8>) throws(FormatError) -> Int {
    let magic = message.count >= 3 && message.extracting(first: 3).elementsEqual(Array(Prelude.magic[..<3]))
    guard magic || message.count < 3 else { throw .magic }
    guard message.count > Prelude.magic.count else { throw .truncated }
    guard message[3] == Prelude.magic[3] else { throw .version }
    guard let kind = MessageKind(rawValue: message[4]) else { throw .unexpectedKind(message[4]) }
    self.kind = kind
    let preludeCount: Int
    if kind.isReply {
      let prelude = try ReplyPrelude(message)
      nonce = Array(prelude.bytes.dropFirst(Prelude.magic.count + 1))
      preludeCount = prelude.bytes.count
    } else {
      let prelude = try Prelude(message, expecting: kind)
      self.prelude = prelude
      nonce = prelude.nonce
      preludeCount = prelude.bytes.count
    }
    let start = preludeCount + MessageKeys.commitmentByteCount
    guard message.count >= start else { throw .truncated }
    commitment = [UInt8](copying: message.extracting(preludeCount..<start))
    return start
  }

  /// Finds the records; what is wrong with the framing is noted only after the records before it were opened.
  private mutating func frame(_ message: Span<UInt8>, from start: Int) {
    var offset = start
    while let length = try? recordLength(message, offset) {
      offset += SealedPayload.Record.lengthByteCount
      records.append(Record(length: length, range: offset..<offset + length))
      offset += length
    }
  }

  /// The length of the record at `offset`; nil at the end of the message.
  private func recordLength(_ message: Span<UInt8>, _ offset: Int) throws(FormatError) -> Int? {
    let rest = message.extracting(droppingFirst: offset)
    guard !rest.isEmpty else { return nil }
    guard rest.count >= SealedPayload.Record.lengthByteCount else { throw .truncated }
    let length = try SealedPayload.Record.length(rest.extracting(first: SealedPayload.Record.lengthByteCount))
    guard rest.count - SealedPayload.Record.lengthByteCount >= length else { throw .truncated }
    return length
  }

  private func framingProblem(_ message: Span<UInt8>) -> FormatError? {
    let first = (prelude?.bytes.count ?? ReplyPrelude.byteCount) + MessageKeys.commitmentByteCount
    do throws(FormatError) {
      return try recordLength(message, records.last?.range.upperBound ?? first) == nil ? nil : .truncated
    } catch {
      return error
    }
  }
}

extension MessageInspector {
  private mutating func open(_ input: Span<UInt8>, _ access: Access) throws(FormatError) {
    let framing = framingProblem(input)
    if let kind, let source = access.source(for: kind) {
      let prelude = prelude?.bytes.count ?? ReplyPrelude.byteCount
      var opener = try HeadOpener(
        source, HeadRules(allowsPlainHTTP: true), prelude: input.extracting(first: prelude))
      try commitment.withSpan { (commitment) throws(FormatError) in try opener.check(commitment: commitment) }
      openRecords(input, &opener, framing)
    } else if let problem = framing ?? (records.isEmpty ? .truncated : nil) {
      note(problem, record: records.count)
    }
  }

  /// Opens every record, also those behind one that was refused; the rules count up to the first that was broken.
  private mutating func openRecords(_ input: Span<UInt8>, _ opener: inout HeadOpener, _ framing: FormatError?) {
    var order = RecordOrder()
    var checks: BodyChecks?
    for number in records.indices {
      do throws(FormatError) {
        guard !order.isComplete else { throw .trailingBytes }
        try openRecord(number, input, &opener, &order, &checks)
      } catch {
        records[number].problem = error
        note(error, record: number)
      }
    }
    guard problem == nil else { return }
    guard order.isComplete else { return note(framing ?? .truncated, record: records.count) }
    guard framing == nil else { return note(.trailingBytes) }
    do throws(FormatError) {
      try checks.take()?.finish()
      try readVerdict()
      isAuthentic = true
    } catch {
      note(error)
    }
  }

  private mutating func openRecord(
    _ number: Int, _ input: Span<UInt8>, _ opener: inout HeadOpener, _ order: inout RecordOrder,
    _ checks: inout BodyChecks?
  ) throws(FormatError) {
    let range = records[number].range
    var plaintext = [UInt8](repeating: 0, count: range.count - AEAD.tagByteCount)
    defer { plaintext.erase() }
    let opened = try plaintext.withMutableSpan { (target) throws(FormatError) in
      try opener.open(input.extracting(range), number: UInt64(number), into: &target)
    }
    records[number].type = opened.type
    records[number].contentCount = opened.contentCount
    records[number].paddingCount = plaintext.count - opened.contentCount - 1
    if opened.type == .data || opened.type == .end { bodyCount += opened.contentCount }
    guard problem == nil else { return }
    try order.accept(opened)
    try plaintext.withSpan { (plaintext) throws(FormatError) in
      try accept(opened.type, plaintext.extracting(first: opened.contentCount), &opener, &checks)
    }
  }

  private mutating func accept(
    _ type: RecordType, _ content: Span<UInt8>, _ opener: inout HeadOpener, _ checks: inout BodyChecks?
  ) throws(FormatError) {
    if type == .head {
      defer { head = opener.acceptedHead }
      return try opener.accept(head: content)
    }
    if type == .proof { try opener.accept(proof: content) }
    if message == nil {
      let opened = try opener.opened()
      message = opened
      checks = BodyChecks(opened, requestMethod: opener.requestMethod)
    }
    guard type != .proof else { return }
    checks?.update(content)
    guard kind == .verdict else { return }
    guard verdictBody.count + content.count <= FormatLimits.verdict else { throw .verdict(.format) }
    verdictBody.append(content)
  }

  private mutating func readVerdict() throws(FormatError) {
    guard kind == .verdict, case .response(let head) = head else { return }
    do throws(VerdictProblem) {
      verdict = try verdictBody.withSpan { (body) throws(VerdictProblem) in try Verdict(head, body: body) }
    } catch {
      throw .verdict(error)
    }
  }
}

extension MessageInspector.Access {
  /// What opens a message of this kind; nil if this doesn't.
  fileprivate func source(for kind: MessageKind) -> MessageSource? {
    switch self {
    case .keys(let ring) where !kind.isReply: .keys(ring, kind)
    case .exchange(let exchange) where kind.isReply: .exchange(exchange, signers: .anyoneUnverified)
    default: nil
    }
  }
}
