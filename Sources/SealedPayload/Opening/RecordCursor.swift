internal import SealedCrypto

/// Goes from record to record of a message that is there as a whole, and keeps nothing of those behind it.
struct RecordCursor: Sendable {
  private var offset: Int
  private var number: UInt64 = 0
  private var allowance: Int
  private let limit: Int

  /// Starts behind the commitment.
  init(from offset: Int, limit: Int) {
    self.offset = offset
    self.limit = limit
    allowance = limit
  }

  /// Whether no byte follows.
  func isAtEnd(of input: Span<UInt8>) -> Bool { offset == input.count }

  /// Bytes that follow.
  func rest(of input: Span<UInt8>) -> Int { input.count - offset }

  /// Checks the next record's length and goes behind it.
  ///
  /// - Returns: where its ciphertext lies.
  mutating func next(_ input: Span<UInt8>) throws(FormatError) -> Range<Int> {
    guard number < FormatLimits.records else { throw .recordLimit }
    guard input.count - offset >= Record.lengthByteCount else { throw .truncated }
    let start = offset + Record.lengthByteCount
    let length = try Record.length(input.extracting(offset..<start))
    if number > 0 {
      guard Record.lengthByteCount + length <= allowance else { throw .bodyLimit(limit) }
      allowance -= Record.lengthByteCount + length
    }
    guard input.count - start >= length else { throw .truncated }
    offset = start + length
    number += 1
    return start..<offset
  }
}
