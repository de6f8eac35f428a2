internal import Synchronization

/// What became of a record that was opened on its own.
enum Outcome: Sendable {
  case pending
  case opened(Record.Opened)
  case failed(FormatError)
}

/// The outcomes of records that several threads open.
final class Outcomes: Sendable {
  private let outcomes: Mutex<[Outcome]>

  init(count: Int) {
    outcomes = Mutex(Array(repeating: .pending, count: count))
  }

  func set(_ group: [Outcome], from index: Int) {
    outcomes.withLock { $0.replaceSubrange(index..<index + group.count, with: group) }
  }

  var all: [Outcome] { outcomes.withLock { $0 } }
}
