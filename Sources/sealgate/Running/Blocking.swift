internal import Dispatch
internal import Synchronization

/// Runs asynchronous work from a command, which waits for it.
enum Blocking {
  /// Runs the work to its end; after `seconds` it is cancelled, and its end is awaited all the same.
  static func run<Value: Sendable>(
    seconds: Int? = nil, _ work: @escaping @Sendable () async -> Value
  ) -> Value {
    let result = Result<Value>()
    let task = Task {
      result.set(await work())
    }
    if let seconds, !result.wait(until: .now() + .seconds(seconds)) { task.cancel() }
    return result.value()
  }

  /// Where the work leaves what it gives.
  private final class Result<Value: Sendable>: Sendable {
    private let slot = Mutex<Value?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
      slot.withLock { $0 = value }
      isThere.signal()
    }

    /// Whether the value came in time.
    func wait(until deadline: DispatchTime) -> Bool {
      guard isThere.wait(timeout: deadline) == .success else { return false }
      isThere.signal()
      return true
    }

    func value() -> Value {
      while true {
        isThere.wait()
        if let value = slot.withLock({ $0 }) { return value }
      }
    }
  }
}
