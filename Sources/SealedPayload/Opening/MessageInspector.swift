internal import SealedCrypto

/// Looks at a whole message record by record, and goes on where an opener would stop: for tools that show what is wrong.
///
/// Nothing of the body leaves it but lengths.
package struct MessageInspector: Sendable {
  /// What opens the records, if anything.
  package enum Access: Sendable {
    case none
    case keys(KeyRing)
    case exchange(Exchange)
    case keyLog(KeyLogReader)
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

    let range: Range<Int>
  }

  /// The rule that was broken, and by which record, if by one.
  package struct Problem: Sendable, Equatable {
    package let error: FormatError
    package let record: Int?
  }

  /// The kind that the fifth byte says, if it says one.
  package internal(set) var kind: MessageKind?
  /// The prelude of kinds 1 and 2.
  package internal(set) var prelude: Prelude?
  /// The random bytes of any kind's prelude.
  package internal(set) var nonce: [UInt8] = []
  package internal(set) var commitment: [UInt8] = []
  package internal(set) var records: [Record] = []
  /// The head, once its record was opened; it need not be followed by anything that is right.
  package private(set) var head: Head?
  /// What is known once the first two records were found right.
  package private(set) var message: OpenedMessage?
  package private(set) var verdict: Verdict?
  /// Bytes of the body in all data records that were opened.
  package private(set) var bodyCount = 0
  package private(set) var problem: Problem?
  /// Whether a key log was asked that has no line for the message.
  package private(set) var isUnknownToKeyLog = false
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
  private mutating func open(_ input: Span<UInt8>, _ access: Access) throws(FormatError) {
    let framing = framingProblem(input)
    if let source = source(access) {
      let prelude = prelude?.bytes.count ?? ReplyPrelude.byteCount
      var opener = try HeadOpener(
        source, HeadRules(allowsPlainHTTP: true), prelude: input.extracting(first: prelude))
      try commitment.withSpan { (commitment) throws(FormatError) in try opener.check(commitment: commitment) }
      openRecords(input, &opener, framing)
    } else if let problem = framing ?? (records.isEmpty ? .truncated : nil) {
      note(problem, record: records.count)
    }
  }

  /// What opens the message; nil if there is nothing that does.
  private mutating func source(_ access: Access) -> MessageSource? {
    switch access {
    case .keys(let ring):
      guard let kind, !kind.isReply else { return nil }
      return .keys(ring, kind)
    case .exchange(let exchange):
      guard let kind, kind.isReply else { return nil }
      return .exchange(exchange, signers: .anyoneUnverified)
    case .keyLog(let log):
      guard let message = log[commitment] else {
        isUnknownToKeyLog = true
        return nil
      }
      return .logged(message)
    case .none: return nil
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
      message = message?.completed()
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
    try checks?.update(content)
    if kind == .verdict { verdictBody.append(content) }
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
