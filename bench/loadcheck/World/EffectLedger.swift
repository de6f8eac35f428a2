import Synchronization

/// What an API did, by idempotency key.
final class EffectLedger: Sendable {
  /// The field with the key.
  static let keyField = "idempotency-key"

  private let counts = Mutex<[String: Int]>([:])

  /// Notes an effect.
  func add(_ key: String) { counts.withLock { $0[key, default: 0] += 1 } }

  /// How often something had an effect.
  func count(_ key: String) -> Int { counts.withLock { $0[key] ?? 0 } }

  /// All effects.
  var total: Int { counts.withLock { $0.values.reduce(0, +) } }

  /// All counts.
  var all: [String: Int] { counts.withLock { $0 } }
}
