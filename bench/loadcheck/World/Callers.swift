import SealedHTTP
import SealedPayload
import Synchronization

/// Callers that post, each one request after another, every request with an idempotency key of its own.
final class Callers: Sendable {
  /// How a call ended.
  enum End: Sendable, Hashable {
    case answered
    case notSent
    case outcomeUnknown
    case incomplete
    /// An answer that is none of the API's.
    case wrong
  }

  /// Seconds in which a call has to end.
  static let patience = Duration.seconds(40)
  /// One address may have 250,000 messages remembered in 185 seconds: callers stay below that.
  private static let pace = Duration.milliseconds(20)
  private static let paceOfFailures = Duration.milliseconds(200)

  private struct State {
    var ends: [String: End] = [:]
    var reasons: [String: Int] = [:]
    var isOver = false
  }

  private let state = Mutex(State())
  private let client: @Sendable (Int) -> SealedClient

  /// Callers that each ask for the client of their number before each request.
  init(_ client: @escaping @Sendable (Int) -> SealedClient) { self.client = client }

  /// Calls until `stop`, and returns when the last call has ended.
  func run(_ count: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count { group.addTask { try await self.call(number) } }
      try await group.waitForAll()
    }
  }

  /// Ends the calling.
  func stop() { state.withLock { $0.isOver = true } }

  /// How each call ended, by idempotency key.
  var ends: [String: End] { state.withLock { $0.ends } }

  /// How many calls ended like this.
  func count(_ end: End) -> Int { state.withLock { $0.ends.values.count { $0 == end } } }

  /// What went wrong, and how often.
  var reasons: String {
    state.withLock { $0.reasons.sorted { $0.value > $1.value }.map { "\($0.value) x \($0.key)" } }.joined(
      separator: "; ")
  }

  private func call(_ number: Int) async throws {
    var turn = 0
    while !state.withLock({ $0.isOver }) {
      let key = "\(number)-\(turn)"
      turn += 1
      let client = client(number)
      let end = try await within(Self.patience, "a call to the API") { await self.post(key, client) }
      state.withLock { $0.ends[key] = end }
      try await Task.sleep(for: end == .answered ? Self.pace : Self.paceOfFailures)
    }
  }

  private func post(_ key: String, _ client: SealedClient) async -> End {
    let body = Array("order \(key)".utf8)
    do {
      let response = try await client.post(
        "/effects", body, contentType: "text/plain", fields: [HeaderField(EffectLedger.keyField, key)])
      let answer = try await response.bytes()
      return response.status == 200 && answer == body ? .answered : .wrong
    } catch let error as ClientError {
      state.withLock { $0.reasons["\(error)", default: 0] += 1 }
      return switch error {
      case .notSent: .notSent
      case .outcomeUnknown: .outcomeUnknown
      case .responseIncomplete: .incomplete
      }
    } catch {
      state.withLock { $0.reasons["\(error)", default: 0] += 1 }
      return .wrong
    }
  }
}
