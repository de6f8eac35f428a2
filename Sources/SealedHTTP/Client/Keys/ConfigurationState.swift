public import SealedPayload
internal import Synchronization

/// What a client remembers of the key configurations that it accepted, for each API: against roll-back, and to follow the
/// API to its next identity key.
///
/// On a device or server that keeps it over a restart, an old configuration with a stolen key can't be put in again.
public protocol ConfigurationState: Sendable {
  /// What was accepted last for an API; nil if there was nothing.
  func load(_ issuer: Issuer) throws -> AcceptedConfiguration?

  /// Remembers it in the place of what was there.
  func save(_ accepted: AcceptedConfiguration, for issuer: Issuer) throws
}

/// What is remembered of the last configuration that was accepted.
public struct AcceptedConfiguration: Sendable, Hashable {
  /// When it was signed: seconds since 1970; older ones are refused.
  public let issuedAt: UInt64
  /// Who signed it.
  public let identity: VerifyingKey
  /// Who it says will sign next.
  public let nextIdentity: VerifyingKey?
  /// The keys that were pinned when it was accepted: once they change, the two identities count no longer.
  public let pins: Set<VerifyingKey>
  /// Whether any identity was believed: then the two identities bind nobody who believes less.
  public let wasUnpinned: Bool

  /// Makes it.
  public init(
    issuedAt: UInt64, identity: VerifyingKey, nextIdentity: VerifyingKey?, pins: Set<VerifyingKey>, wasUnpinned: Bool
  ) {
    self.issuedAt = issuedAt
    self.wasUnpinned = wasUnpinned
    self.identity = identity
    self.nextIdentity = nextIdentity
    self.pins = pins
  }
}

/// Remembers as long as the process runs.
public final class MemoryConfigurationState: ConfigurationState {
  private let accepted = Mutex<[Issuer: AcceptedConfiguration]>([:])

  /// Makes it.
  public init() {}

  /// What was accepted last for an API; nil if there was nothing.
  public func load(_ issuer: Issuer) -> AcceptedConfiguration? { accepted.withLock { $0[issuer] } }

  /// Remembers it in the place of what was there.
  public func save(_ accepted: AcceptedConfiguration, for issuer: Issuer) {
    self.accepted.withLock { $0[issuer] = accepted }
  }
}
