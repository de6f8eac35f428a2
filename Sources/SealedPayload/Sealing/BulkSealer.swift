internal import SealedCrypto

/// Seals a whole body into its place in the message, on all cores where that pays.
///
/// libsodium wants a record's plaintext in one piece, content and type. Content that is only viewed is therefore copied
/// into place first; content that is lent gives the byte behind each record to the type for as long as that record takes.
struct BulkSealer: Sendable {
  let layout: BodyLayout
  let firstNumber: UInt64
  let usesAllCores: Bool

  /// Seals a body that is only viewed.
  func seal(_ body: Span<UInt8>, with key: borrowing AEADKey, into output: inout [UInt8], at start: Int) {
    guard layout.dataRecords > 0 else { return sealEndAlone(body, key, &output, at: start) }
    SharedBytes.withShared(body) { body in
      inGroups(&output, from: start) { _, records, target in
        body.withSpan { body in
          for (index, record) in records.enumerated() {
            let content = body.extracting(content(record))
            target.withSubspan(place(index, record)) { sealCopy(content, record, key, &$0) }
          }
        }
      }
    }
  }

  /// Seals a body that is lent; afterwards it is what it was.
  func seal(
    lending body: inout [UInt8], with key: borrowing AEADKey, into output: inout [UInt8], at start: Int
  ) {
    guard layout.dataRecords > 0 else { return body.withSpan { sealEndAlone($0, key, &output, at: start) } }
    let cuts = groups.map { content($0.lowerBound).lowerBound } + [body.count]
    Pieces.withPieces(of: &body, cuts: cuts) { body in
      inGroups(&output, from: start) { group, records, target in
        body.withPiece(group) { body in
          for (index, record) in records.enumerated() {
            target.withSubspan(place(index, record)) { sealLent(&body, index, record, key, &$0) }
          }
        }
      }
    }
  }

  /// The records by the groups in which they are sealed; `end` is the last record.
  private var groups: [Range<Int>] {
    let count = layout.dataRecords + 1
    guard usesAllCores && count >= RecordGroups.smallestConcurrentCount else { return [0..<count] }
    return RecordGroups(count).ranges
  }

  private func inGroups(
    _ output: inout [UInt8], from start: Int, _ work: @Sendable (Int, Range<Int>, inout MutableSpan<UInt8>) -> Void
  ) {
    let groups = groups
    let cuts = [0] + groups.map { start + $0.lowerBound * BodyLayout.recordByteCount } + [output.count]
    Pieces.withPieces(of: &output, cuts: cuts) { pieces in
      if groups.count > 1 {
        concurrently(groups.count) { group in pieces.withPiece(group + 1) { work(group, groups[group], &$0) } }
      } else {
        pieces.withPiece(1) { work(0, groups[0], &$0) }
      }
    }
  }

  private func content(_ record: Int) -> Range<Int> {
    let start = record * FormatLimits.content
    return start..<start + (record < layout.dataRecords ? FormatLimits.content : layout.endContent)
  }

  /// Where a record lies within its group's piece of the message.
  private func place(_ index: Int, _ record: Int) -> Range<Int> {
    let start = index * BodyLayout.recordByteCount
    return start..<start + plaintextCount(record) + Record.overhead
  }

  private func plaintextCount(_ record: Int) -> Int {
    record < layout.dataRecords ? FormatLimits.plaintext : layout.endPlaintext
  }

  private func sealCopy(
    _ content: Span<UInt8>, _ record: Int, _ key: borrowing AEADKey, _ target: inout MutableSpan<UInt8>
  ) {
    Record.seal(
      content, as: record < layout.dataRecords ? .data : .end, number: firstNumber + UInt64(record),
      plaintextCount: plaintextCount(record), key: key, into: &target)
  }

  /// Seals from where the content lies; but behind the last record of a group there is nothing that it may borrow.
  private func sealLent(
    _ body: inout MutableSpan<UInt8>, _ index: Int, _ record: Int, _ key: borrowing AEADKey,
    _ target: inout MutableSpan<UInt8>
  ) {
    let start = index * FormatLimits.content
    let content = start..<start + self.content(record).count
    guard content.upperBound < body.count else {
      return sealCopy(body.span.extracting(content), record, key, &target)
    }
    let borrowed = body[content.upperBound]
    body[content.upperBound] = RecordType.data.rawValue
    Record.sealTyped(
      body.span.extracting(content.lowerBound...content.upperBound), number: firstNumber + UInt64(record), key: key,
      into: &target)
    body[content.upperBound] = borrowed
  }

  /// Most bodies are one record: no need for groups.
  private func sealEndAlone(
    _ body: Span<UInt8>, _ key: borrowing AEADKey, _ output: inout [UInt8], at start: Int
  ) {
    output.withMutableSpan { output in
      output.withSubspan(start..<output.count) { sealCopy(body, 0, key, &$0) }
    }
  }
}
