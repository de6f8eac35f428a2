/// The numbers of key directories (spec/key-store.md).
package enum KeyStoreLimits {
  /// Keys in a directory: what fits into a configuration.
  package static let keys = 64
  /// Bytes of `store.json`.
  package static let manifestByteCount = 65_536
  /// Seconds for which a key may be listed.
  package static let life: ClosedRange<UInt64> = 60...2_592_000
  /// Seconds for which a key may be accepted after that: at least as long as its last message is fresh.
  package static let grace: ClosedRange<UInt64> = 130...604_800
  /// Seconds for which a configuration may be used.
  package static let configurationLife: ClosedRange<UInt64> = 60...ConfigurationLimits.life
  /// Seconds by which a key that is needed at once is usable earlier, for clients whose clocks are behind.
  package static let headStart: UInt64 = 300
  /// The latest time at which a directory can be changed: no key then lives longer than timestamps go.
  package static let latestTime = FormatLimits.timestamp - 2 * life.upperBound
}

/// How long keys live, and what they are used with; times in seconds.
public struct KeyStorePolicy: Sendable, Hashable {
  /// How long clients use a key, from when it becomes usable.
  public var life: UInt64
  /// How long servers accept it after that.
  public var grace: UInt64
  /// How long a new key is listed before it becomes usable: so that all instances have it before the first client uses it.
  public var lead: UInt64
  /// How long a configuration may be used: a day at most.
  public var configurationLife: UInt64
  /// What messages may be sealed with, best first; every instance has all of them.
  public var ciphers: [Cipher]

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - life: seconds for which clients use a key.
  ///   - grace: seconds for which servers accept it after that.
  ///   - lead: seconds for which a new key is listed before it becomes usable.
  ///   - configurationLife: seconds for which a configuration may be used.
  ///   - ciphers: best first; nil for all that this machine has.
  public init(
    life: UInt64 = 86_400, grace: UInt64 = 3_600, lead: UInt64 = 10,
    configurationLife: UInt64 = 86_400, ciphers: [Cipher]? = nil
  ) {
    self.life = life
    self.grace = grace
    self.lead = lead
    self.configurationLife = configurationLife
    self.ciphers = ciphers ?? [.chaCha20Poly1305, .aes256GCM].filter(\.isAvailable)
  }

  func check() throws(KeyStoreError) {
    try check("the life of a key", life, KeyStoreLimits.life)
    try check("the grace of a key", grace, KeyStoreLimits.grace)
    try check("the lead of a key", lead, 0...life / 2)
    try check("the life of a configuration", configurationLife, KeyStoreLimits.configurationLife)
    guard !ciphers.isEmpty, Set(ciphers).count == ciphers.count else { throw .policy("name each cipher once") }
  }

  private func check(_ name: String, _ value: UInt64, _ range: ClosedRange<UInt64>) throws(KeyStoreError) {
    guard range.contains(value) else {
      throw .policy("\(name) is \(range.lowerBound) to \(range.upperBound) seconds, not \(value)")
    }
  }
}
