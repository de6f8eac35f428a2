internal import Synchronization

/// Work of which one run at a time serves all who ask for it meanwhile.
///
/// The run goes on when those who wait are cancelled: others may ask for the same.
final class SharedRun<Value: Sendable>: Sendable {
  private struct State {
    var isRunning = false
    var nextNumber: UInt64 = 0
    var waiting: [UInt64: CheckedContinuation<Value?, Never>] = [:]
    /// Cancelled before they began to wait.
    var cancelled: Set<UInt64> = []
  }

  private let state = Mutex(State())

  /// Starts a run, or joins the one that is under way.
  ///
  /// - Parameters:
  ///   - mayStart: whether a run may be started if none is under way; asked in that case alone.
  ///   - work: the run.
  /// - Returns: what the run gave; nil if the caller was cancelled, or if there was none and none was started.
  func value(
    startingIf mayStart: @escaping @Sendable () -> Bool = { true }, of work: @escaping @Sendable () async -> Value
  ) async -> Value? {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        switch enter(number, continuation, mayStart) {
        case .refused: continuation.resume(returning: nil)
        case .joined: break
        case .first: run(work)
        }
      }
    } onCancel: {
      cancel(number)
    }
  }

  /// Starts a run unless one is under way, and doesn't wait for it.
  func start(_ work: @escaping @Sendable () async -> Value) {
    let isFirst = state.withLock { state in
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if isFirst { run(work) }
  }

  private enum Entry {
    case refused
    case joined
    case first
  }

  /// In one step, so that nobody who is late for a run starts another one.
  private func enter(
    _ number: UInt64, _ continuation: CheckedContinuation<Value?, Never>, _ mayStart: () -> Bool
  ) -> Entry {
    state.withLock { state in
      guard state.cancelled.remove(number) == nil, state.isRunning || mayStart() else { return .refused }
      defer { state.isRunning = true }
      state.waiting[number] = continuation
      return state.isRunning ? .joined : .first
    }
  }

  private func run(_ work: @escaping @Sendable () async -> Value) {
    Task { finish(await work()) }
  }

  private func cancel(_ number: UInt64) {
    let continuation = state.withLock { state in
      if let continuation = state.waiting.removeValue(forKey: number) { return continuation as Optional }
      state.cancelled.insert(number)
      return nil
    }
    continuation?.resume(returning: nil)
  }

  private func finish(_ value: Value) {
    let waiting = state.withLock { state in
      defer { (state.isRunning, state.waiting) = (false, [:]) }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume(returning: value) }
  }
}
