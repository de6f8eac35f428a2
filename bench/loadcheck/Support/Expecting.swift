import Foundation

/// What did not hold.
struct Unmet: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Fails the run unless it holds.
func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws {
  guard holds else { throw Unmet(otherwise()) }
}

/// Says that something held, with its figure.
func held(_ text: String) {
  try? FileHandle.standardOutput.write(contentsOf: Data("ok: \(text)\n".utf8))
}

/// Waits until something can be seen, for so long at most.
func wait(
  _ limit: Duration, for what: @autoclosure () -> String, until isSeen: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + limit
  while try await !isSeen() {
    guard ContinuousClock.now < end else { throw Unmet("not within \(limit): \(what())") }
    try await Task.sleep(for: .milliseconds(10))
  }
}

/// Runs something that has to end by itself, for so long at most.
func within<Value: Sendable>(
  _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask(operation: body)
    group.addTask {
      try await Task.sleep(for: limit)
      throw Unmet("not over within \(limit): \(what)")
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw Unmet(what) }
    return value
  }
}

/// Runs what blocks on a thread of its own: this process's servers need the few threads that tasks run on.
func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result(catching: body)) }.start()
  }
}

/// Seconds since 1970.
func now() -> UInt64 { UInt64(Date().timeIntervalSince1970) }

extension Duration {
  /// In seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
