import Synchronization

/// A list that several threads write and a test reads.
final class Lines<Line: Sendable>: Sendable {
  private let lines: Mutex<[Line]>

  init(_ lines: [Line] = []) {
    self.lines = Mutex(lines)
  }

  var all: [Line] { lines.withLock { $0 } }

  func append(_ line: Line) { lines.withLock { $0.append(line) } }

  func removeAll() { lines.withLock { $0.removeAll() } }
}
