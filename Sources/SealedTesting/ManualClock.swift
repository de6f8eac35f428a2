public import SealedHTTP
internal import Synchronization

/// A clock that stands still until a test moves it; nobody really waits.
public final class ManualClock: TimeSource {
  private struct Sleeper {
    let number: UInt64
    /// By the time that was advanced, which setting the clock leaves alone.
    let end: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: UInt64
    var elapsed = Duration.zero
    var nextNumber: UInt64 = 0
    var sleepers: [Sleeper] = []
    var cancelled: Set<UInt64> = []
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state: Mutex<State>

  /// Makes a clock.
  ///
  /// - Parameter now: seconds since 1970.
  public init(now: UInt64 = 1_700_000_000) {
    state = Mutex(State(now: now))
  }

  /// Seconds since 1970.
  public var now: UInt64 { state.withLock { $0.now } }

  /// How many tasks are waiting.
  public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Sets the clock, forwards or backwards; nobody wakes, as nobody waits longer or shorter on a real machine.
  public func set(_ now: UInt64) { state.withLock { $0.now = now } }

  /// Lets time pass, and wakes those whose time has come, the earliest first.
  public func advance(by seconds: UInt64) {
    let woken = state.withLock { state in
      state.now += seconds
      state.elapsed += .seconds(seconds)
      let due = state.sleepers.filter { $0.end <= state.elapsed }.sorted { ($0.end, $0.number) < ($1.end, $1.number) }
      state.sleepers.removeAll { $0.end <= state.elapsed }
      return due
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }

  /// Waits until time was advanced so far; throws when the task is cancelled.
  public func sleep(for duration: Duration) async throws {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enter(number, duration, $0) }
    } onCancel: {
      cancel(number)
    }
  }

  /// Returns once at least so many tasks are waiting: then a test knows that they got there.
  public func waitForSleepers(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sleepers.count < count { state.watchers.append((count, continuation)) }
        return state.sleepers.count >= count
      }
      if isThere { continuation.resume() }
    }
  }

  private func enter(_ number: UInt64, _ duration: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
    let result = state.withLock {
      state -> (isOver: Result<Void, any Error>?, watchers: [CheckedContinuation<Void, Never>]) in
      if state.cancelled.remove(number) != nil { return (.failure(CancellationError()), []) }
      guard duration > .zero else { return (.success(()), []) }
      state.sleepers.append(Sleeper(number: number, end: state.elapsed + duration, continuation: continuation))
      let count = state.sleepers.count
      let seeing = state.watchers.filter { $0.count <= count }.map(\.continuation)
      state.watchers.removeAll { $0.count <= count }
      return (nil, seeing)
    }
    for watcher in result.watchers { watcher.resume() }
    if let isOver = result.isOver { continuation.resume(with: isOver) }
  }

  private func cancel(_ number: UInt64) {
    let continuation = state.withLock { state in
      guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
        state.cancelled.insert(number)
        return nil as CheckedContinuation<Void, any Error>?
      }
      return state.sleepers.remove(at: index).continuation
    }
    continuation?.resume(throwing: CancellationError())
  }
}
