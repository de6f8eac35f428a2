internal import SealedCrypto

/// Seals a whole body into its place in the message, on all cores where that pays.
///
/// libsodium wants a record's plaintext in one piece, content and type. Content that is only viewed is therefore copied
/// into place first; content that is lent gives the byte behind each record to the type for as long as that record takes.
struct BulkSealer: Sendable {
  /// Records that one thread seals in one go: enough to outweigh handing them over.
  private static let groupSize = 8

  let layout: BodyLayout
  let firstNumber: UInt64
  let usesAllCores: Bool

  /// Seals a body that is only viewed.
  func seal(
    _ body: Span<UInt8>, with key: borrowing AEADKey, into output: inout [UInt8], at start: Int
  ) {
    SharedBytes.withShared(body) { body in
      inGroups(&output, from: start) { records, target in
        for (index, record) in records.enumerated() {
          body.withSpan { body in
            target.withSubspan(Self.place(index)) { sealCopy(body.extracting(content(record)), record, key, &$0) }
          }
        }
      }
    }
    sealEnd(body, key, into: &output)
  }

  /// Seals a body that is lent; afterwards it is what it was.
  func seal(
    lending body: inout [UInt8], with key: borrowing AEADKey, into output: inout [UInt8], at start: Int
  ) {
    let cuts =
      groups.map { $0.lowerBound * FormatLimits.content } + [layout.dataRecords * FormatLimits.content, body.count]
    Pieces.withPieces(of: &body, cuts: cuts.first == 0 ? cuts : [0] + cuts) { body in
      inGroups(&output, from: start) { records, target in
        body.withPiece(records.lowerBound / Self.groupSize) { body in
          for (index, record) in records.enumerated() {
            target.withSubspan(Self.place(index)) {
              sealLent(&body, index, isLast: record == records.upperBound - 1, record, key, &$0)
            }
          }
        }
      }
    }
    body.withSpan { sealEnd($0, key, into: &output) }
  }

  /// The data records by the groups in which they are sealed.
  private var groups: [Range<Int>] {
    stride(from: 0, to: layout.dataRecords, by: Self.groupSize).map {
      $0..<min($0 + Self.groupSize, layout.dataRecords)
    }
  }

  /// Where full data record `index` of a group lies within the group's piece of the message.
  private static func place(_ index: Int) -> Range<Int> {
    index * BodyLayout.recordByteCount..<(index + 1) * BodyLayout.recordByteCount
  }

  private func content(_ record: Int) -> Range<Int> {
    record * FormatLimits.content..<(record + 1) * FormatLimits.content
  }

  private func inGroups(
    _ output: inout [UInt8], from start: Int, _ work: @Sendable (Range<Int>, inout MutableSpan<UInt8>) -> Void
  ) {
    let groups = groups
    let bounds = groups.map { start + $0.lowerBound * BodyLayout.recordByteCount }
    let end = start + layout.dataRecords * BodyLayout.recordByteCount
    Pieces.withPieces(of: &output, cuts: [0] + bounds + (groups.isEmpty ? [] : [end]) + [output.count]) { pieces in
      if usesAllCores && groups.count > 1 {
        concurrently(groups.count) { index in pieces.withPiece(index + 1) { work(groups[index], &$0) } }
      } else {
        for index in groups.indices { pieces.withPiece(index + 1) { work(groups[index], &$0) } }
      }
    }
  }

  private func sealCopy(
    _ content: Span<UInt8>, _ record: Int, _ key: borrowing AEADKey, _ target: inout MutableSpan<UInt8>
  ) {
    Record.seal(
      content, as: .data, number: firstNumber + UInt64(record), plaintextCount: FormatLimits.plaintext, key: key,
      into: &target)
  }

  /// The last record of a group has nothing behind it that the group may borrow.
  private func sealLent(
    _ body: inout MutableSpan<UInt8>, _ index: Int, isLast: Bool, _ record: Int, _ key: borrowing AEADKey,
    _ target: inout MutableSpan<UInt8>
  ) {
    let content = content(index)
    if isLast {
      sealCopy(body.span.extracting(content), record, key, &target)
      return
    }
    let borrowed = body[content.upperBound]
    body[content.upperBound] = RecordType.data.rawValue
    Record.sealTyped(
      body.span.extracting(content.lowerBound...content.upperBound), number: firstNumber + UInt64(record), key: key,
      into: &target)
    body[content.upperBound] = borrowed
  }

  private func sealEnd(_ body: Span<UInt8>, _ key: borrowing AEADKey, into output: inout [UInt8]) {
    output.withMutableSpan { output in
      output.withSubspan(output.count - layout.endPlaintext - Record.overhead..<output.count) {
        Record.seal(
          body.extracting(last: layout.endContent), as: .end, number: firstNumber + UInt64(layout.dataRecords),
          plaintextCount: layout.endPlaintext, key: key, into: &$0)
      }
    }
  }
}
