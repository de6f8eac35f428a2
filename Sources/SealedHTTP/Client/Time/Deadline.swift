/// Work took longer than it may.
struct DeadlineExceeded: Error, CustomStringConvertible {
  let limit: Duration

  var description: String { "no answer within \(limit)" }
}

extension TimeSource {
  /// Does work that has to be done in time: after that it is cancelled, and its error is `DeadlineExceeded`.
  func withDeadline<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask(operation: work)
      group.addTask {
        try await sleep(for: limit)
        throw DeadlineExceeded(limit: limit)
      }
      defer { group.cancelAll() }
      guard let value = try await group.next() else { throw CancellationError() }
      return value
    }
  }
}
