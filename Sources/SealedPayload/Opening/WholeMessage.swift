internal import SealedCrypto

/// Opens a message that is there as a whole, straight into its body, on all cores where that pays.
///
/// Each record's plaintext is decrypted to where its content belongs; the byte for its type lies where the next record's
/// content begins, and is overwritten by it.
struct WholeMessage: ~Copyable {
  private let usesAllCores: Bool
  private var head: HeadOpener
  private var order = RecordOrder()
  private var cursor: RecordCursor

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

extension WholeMessage {
  /// Opens the records that follow, as far as they are whole, in groups, each to where it belongs if no record before it
  /// is padded; then judges them in their order, and closes the gaps that padding left.
  private mutating func openConcurrently(
    _ input: Span<UInt8>, _ body: inout [UInt8], _ plaintext: inout Int
  ) throws(FormatError) {
    let pending = pendingRecords(input)
    guard pending.count >= RecordGroups.smallestConcurrentCount else { return }
    let origin = plaintext - pending[0].lowerBound
    let starts = pending.enumerated().map { origin + $1.lowerBound - $0 * overhead }
    let outcomes = openAll(input, pending, starts, &body)
    try judge(outcomes, input, starts, &body, &plaintext)
  }

  /// The records that follow; none if there are many small ones, which are opened faster one by one.
  ///
  /// What is wrong with the framing counts only once the records before it were opened.
  private func pendingRecords(_ input: Span<UInt8>) -> [Range<Int>] {
    let most = cursor.rest(of: input) / RecordGroups.smallestConcurrentSize + RecordGroups.smallestConcurrentCount
    var (ahead, records) = (cursor, [Range<Int>]())
    while let record = try? ahead.next(input) {
      guard records.count < most else { return [] }
      records.append(record)
    }
    return records
  }

  /// Opens records, each to its start, and reports what became of each.
  private func openAll(
    _ input: Span<UInt8>, _ pending: [Range<Int>], _ starts: [Int], _ body: inout [UInt8]
  ) -> [Outcome] {
    let first = Int(order.number)
    let outcomes = Outcomes(count: pending.count)
    let groups = RecordGroups(pending.count).ranges
    let cuts = [0] + groups.map { starts[$0.lowerBound] } + [body.count]
    SharedBytes.withShared(input) { input in
      Pieces.withPieces(of: &body, cuts: cuts) { pieces in
        concurrently(groups.count) { group in
          let records = groups[group]
          let opened = pieces.withPiece(group + 1) { piece in
            input.withSpan { input in
              openGroup(input, pending[records], starts[records], first + records.lowerBound, &piece)
            }
          }
          outcomes.set(opened, from: records.lowerBound)
        }
      }
    }
    return outcomes.all
  }

  /// Bytes by which a record exceeds its content when it isn't padded: length, type and tag.
  private var overhead: Int { Record.overhead + 1 }

  /// Opens the records of one group, and stops at the first that can't be.
  private func openGroup(
    _ input: Span<UInt8>, _ records: ArraySlice<Range<Int>>, _ starts: ArraySlice<Int>, _ number: Int,
    _ piece: inout MutableSpan<UInt8>
  ) -> [Outcome] {
    var outcomes: [Outcome] = []
    guard let origin = starts.first else { return [] }
    for (index, (record, start)) in zip(records, starts).enumerated() {
      do throws(FormatError) {
        let ciphertext = input.extracting(record)
        let number = UInt64(number + index)
        let opened = try open(ciphertext, number, start - origin, &piece)
        outcomes.append(.opened(opened))
      } catch {
        outcomes.append(.failed(error))
        break
      }
    }
    return outcomes
  }

  /// Opens a record in place, or, where the byte for its type belongs to the next group, beside it.
  private func open(
    _ ciphertext: Span<UInt8>, _ number: UInt64, _ start: Int, _ piece: inout MutableSpan<UInt8>
  ) throws(FormatError) -> Record.Opened {
    let count = ciphertext.count - AEAD.tagByteCount
    if start + count <= piece.count {
      return try piece.withSubspan(start..<start + count) { (target) throws(FormatError) in
        try head.open(ciphertext, number: number, into: &target)
      }
    }
    var aside: [UInt8] = []
    aside.resizeForOverwrite(to: count)
    defer { aside.erase() }
    let opened = try aside.withMutableSpan { (target) throws(FormatError) in
      try head.open(ciphertext, number: number, into: &target)
    }
    aside.withSpan { piece.copy($0.extracting(first: opened.contentCount), at: start) }
    return opened
  }

  /// Goes through the outcomes as if the records had been opened one by one.
  private mutating func judge(
    _ outcomes: [Outcome], _ input: Span<UInt8>, _ starts: [Int], _ body: inout [UInt8], _ plaintext: inout Int
  ) throws(FormatError) {
    for (index, outcome) in outcomes.enumerated() {
      switch outcome {
      case .pending: throw .truncated
      case .failed(let error): throw error
      case .opened(let record):
        _ = try cursor.next(input)
        try order.accept(record)
        body.withMutableSpan { $0.move(starts[index]..<starts[index] + record.contentCount, to: plaintext) }
        plaintext += record.contentCount
        if order.isComplete { return }
      }
    }
  }
}
