public import SealedPayload

/// Keys that don't change while the server runs: for tests, and for servers that are restarted to rotate.
public struct FixedServerKeys: ServerKeySource {
  /// The API's origin.
  public let issuer: Issuer

  /// The private keys.
  public let ring: KeyRing

  /// What clients get.
  public let published: PublishedKeys

  /// Makes it.
  ///
  /// - Parameters:
  ///   - keys: all of the same issuer.
  ///   - published: a configuration that lists them.
  ///   - issuer: the API's origin.
  public init(_ keys: [RecipientKey], published: PublishedKeys, issuer: Issuer) throws(KeyError) {
    guard issuer.isOrigin, keys.allSatisfy({ $0.recipient.issuer == issuer }) else { throw .malformedIssuer }
    self.issuer = issuer
    ring = try KeyRing(keys)
    self.published = published
  }

  /// Does nothing.
  public func refresh(at now: UInt64) {}
}
