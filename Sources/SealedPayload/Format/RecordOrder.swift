/// Which record may come next: head, at most one proof, data, end.
package struct RecordOrder: Sendable {
  /// The number of the next record.
  package private(set) var number: UInt64 = 0

  private var emptyRun = 0

  /// Whether `end` was seen.
  package private(set) var isComplete = false

  package init() {}

  /// Takes note of the next record.
  package mutating func accept(_ record: Record.Opened) throws(FormatError) {
    switch record.type {
    case .head: guard number == 0 else { throw .order(.secondHead) }
    case .proof: guard number <= 1 else { throw .order(.proofNotSecond) }
    case .data, .end: break
    }
    guard number > 0 || record.type == .head else { throw .order(.headNotFirst) }
    emptyRun = record.type == .data && record.contentCount == 0 ? emptyRun + 1 : 0
    guard emptyRun <= FormatLimits.emptyDataRecords else { throw .order(.tooManyEmptyRecords) }
    isComplete = record.type == .end
    number += 1
  }
}
