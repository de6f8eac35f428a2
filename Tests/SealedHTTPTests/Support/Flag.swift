import Synchronization

/// Something that happens at some moment, and that a test can wait for.
final class Flag: Sendable {
  private struct State {
    var isRaised = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  var isRaised: Bool { state.withLock { $0.isRaised } }

  func raise() {
    let waiting = state.withLock { state in
      state.isRaised = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isRaised = state.withLock { state in
        if !state.isRaised { state.waiting.append(continuation) }
        return state.isRaised
      }
      if isRaised { continuation.resume() }
    }
  }
}

/// Counts calls.
final class Counter: Sendable {
  private let value = Mutex(0)

  var count: Int { value.withLock { $0 } }

  /// The number of this call, from 1.
  @discardableResult
  func next() -> Int {
    value.withLock { value in
      value += 1
      return value
    }
  }
}

/// The largest of some numbers.
final class Maximum: Sendable {
  private let largest = Mutex(Int.min)

  var value: Int { largest.withLock { $0 } }

  func take(_ number: Int) { largest.withLock { $0 = max($0, number) } }
}
