internal import SealedCrypto

/// The part of opening a whole message that uses all cores; its mirror on the sealing side is `BulkSealer`.
extension WholeMessage {
  /// Opens the records that follow, as far as they are whole, in groups, each to where it belongs if no record before it
  /// is padded; then judges them in their order, and closes the gaps that padding left.
  mutating func openConcurrently(
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
