internal import Foundation
internal import SealedHTTP

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// How long an exchange may stand still: a URLRequest's `timeoutInterval`.
struct TimeLimit: Sendable {
  private let interval: Duration

  init(_ request: URLRequest) {
    let seconds = request.timeoutInterval
    interval = .milliseconds(Int64((seconds > 0 ? min(seconds, 604_800) : 60) * 1000))
  }

  /// Runs an operation, and cancels it and throws `URLError.timedOut` once the time is over.
  func run<Output: Sendable>(_ operation: @escaping @Sendable () async throws -> Output) async throws -> Output {
    try await withThrowingTaskGroup(of: Output?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await operation() }
      group.addTask {
        try await Task.sleep(for: interval)
        return nil
      }
      guard let output = try await group.next() ?? nil else { throw URLError(.timedOut) }
      return output
    }
  }
}

/// A body each of whose pieces must come in time.
final class TimedBody: BodyStream {
  private let stream: any BodyStream
  private let limit: TimeLimit

  init(_ body: MessageBody, _ limit: TimeLimit) throws {
    stream = try body.open()
    self.limit = limit
  }

  deinit { stream.cancel() }

  func next() async throws -> [UInt8]? {
    let stream = stream
    do {
      return try await limit.run { try await stream.next() }
    } catch {
      stream.cancel()
      throw BridgedError.ofBody(error)
    }
  }

  func cancel() { stream.cancel() }
}
