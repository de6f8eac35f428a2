import Synchronization

/// Counts across threads.
final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func add(_ number: Int) { count.withLock { $0 += number } }

  /// Waits until the count stays the same over some looks.
  func settle() async {
    var last = -1
    var same = 0
    while same < 5 {
      let now = value
      same = now == last ? same + 1 : 0
      last = now
      try? await Task.sleep(for: .milliseconds(20))
    }
  }
}
