import Synchronization

/// A value that one sets and another waits for.
final class Outcome<Value: Sendable>: Sendable {
  private let isSet = Latch()
  private let kept = Mutex<Value?>(nil)

  func set(_ value: Value) {
    kept.withLock { $0 = value }
    isSet.open()
  }

  var value: Value? {
    get async {
      await isSet.wait()
      return kept.withLock { $0 }
    }
  }
}
