/// A key of a key directory, without its secret.
public struct StoredKey: Sendable, Hashable {
  /// The key and the API that it belongs to.
  public let recipient: Recipient

  /// The seconds since 1970 in which clients use it.
  public let validity: Range<UInt64>

  /// From when on servers refuse it, and it is erased: seconds since 1970.
  public let acceptedUntil: UInt64

  /// What names it.
  public var identifier: KeyIdentifier { recipient.publicKey.identifier }

  /// What is to be done with it at a time.
  public func phase(at now: UInt64) -> Phase {
    if now < validity.lowerBound { return .coming }
    if now < validity.upperBound { return .usable }
    return now < acceptedUntil ? .accepted : .past
  }

  /// The phases of a key's life.
  public enum Phase: String, Sendable, Hashable {
    /// Listed, not usable yet.
    case coming
    /// Clients use it.
    case usable
    /// Clients don't use it any more, servers still accept it.
    case accepted
    /// To be erased.
    case past
  }
}
