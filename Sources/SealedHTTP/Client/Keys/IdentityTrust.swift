public import SealedPayload

/// Whom a client believes when it fetches an API's keys (spec/key-configuration.md, "Pinning").
public struct IdentityTrust: Sendable, Hashable {
  enum Way: Sendable, Hashable {
    case pinned
    case firstUse
    case unpinned
  }

  let way: Way
  let pins: Set<VerifyingKey>

  /// Whether any identity is believed.
  var isUnpinned: Bool { way == .unpinned }

  /// Believes these identity keys of the API, and what they announce as their successor: the safe way.
  public static func pinned(_ keys: [VerifyingKey]) -> IdentityTrust { IdentityTrust(way: .pinned, pins: Set(keys)) }

  /// Believes the identity key that the first configuration names, and from then on that one alone.
  ///
  /// Whoever is on the way at that moment can put in a key of its own, and read everything from then on. Keep the
  /// `ConfigurationState` on disk, or every start is a first use.
  public static let onFirstUseUnprotectedFromHops = IdentityTrust(way: .firstUse, pins: [])

  /// Believes whatever TLS delivers: protects against logs, not against a hop.
  public static let unpinnedProtectingAgainstLogsAlone = IdentityTrust(way: .unpinned, pins: [])

  /// Verifies a configuration by what is believed and what was accepted before.
  func verify(
    _ unverified: UnverifiedKeyConfiguration, for issuer: Issuer, at now: UInt64, after last: AcceptedConfiguration?
  ) throws(KeyFailure) -> VerifiedKeyConfiguration {
    let identities = try identities(last, claimed: unverified.claimedIdentity)
    do throws(ConfigurationProblem) {
      return try unverified.verified(by: identities, for: issuer, at: now, after: last?.issuedAt)
    } catch {
      throw .refused(error)
    }
  }

  /// The pins, the identity that signed the last accepted configuration, and the one that it announced.
  ///
  /// What was accepted under other pins is forgotten: a thief may have announced a key of its own. So is what was accepted
  /// when any identity was believed.
  private func identities(
    _ last: AcceptedConfiguration?, claimed: VerifyingKey?
  ) throws(KeyFailure) -> [VerifyingKey] {
    var kept: [VerifyingKey] = []
    if let last, last.pins == pins, last.wasUnpinned == isUnpinned {
      kept = [last.identity] + (last.nextIdentity.map { [$0] } ?? [])
    }
    switch way {
    case .pinned: return Array(pins) + kept
    case .firstUse where !kept.isEmpty: return kept
    case .firstUse, .unpinned:
      guard let claimed else { throw .withoutIdentity }
      return [claimed]
    }
  }
}
