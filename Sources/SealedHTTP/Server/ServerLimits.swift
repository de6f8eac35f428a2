/// What a server accepts at most of anybody.
public struct ServerLimits: Sendable, Hashable {
  /// Bytes of a sealed body, padding included.
  public var body = 64 << 20

  /// Bytes of a body that is read whole because its route asks for a signature.
  public var signedBody = 16 << 20

  /// Seconds for a head to arrive.
  public var headSeconds = 10

  /// Key exchanges of one address in a second, on average.
  public var newSessionsPerSecond = 200

  /// Key exchanges of one address at once.
  public var newSessionsAtOnce = 400

  /// Messages that clients who don't sign may have remembered by the replay guard, from one address, in 185 seconds.
  public var anonymousClaims = 250_000

  /// Addresses whose budgets are remembered.
  public var addresses = 100_000

  /// Makes the defaults.
  public init() {}
}
