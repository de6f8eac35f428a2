internal import SealedCrypto

/// The keys of an API as its identity key signed them: to whom requests are sealed, who may sign responses.
///
/// Exists only verified: see `UnverifiedKeyConfiguration.verified(by:for:at:after:)`.
public struct KeyConfiguration: Sendable, Hashable {
  /// A key that requests can be sealed to.
  public struct Key: Sendable, Hashable {
    /// The key and the API that it belongs to.
    public let recipient: Recipient
    /// The seconds since 1970 in which it may be used.
    public let validity: Range<UInt64>
    /// The ciphers that every instance of the API has, best first.
    public let ciphers: [Cipher]

    /// Makes a key to be published.
    public init(_ recipient: Recipient, validity: Range<UInt64>, ciphers: [Cipher]) {
      self.recipient = recipient
      self.validity = validity
      self.ciphers = ciphers
    }
  }

  /// The API's origin.
  public let issuer: Issuer
  /// When it was signed: seconds since 1970.
  public let issuedAt: UInt64
  /// From when on it must not be used: seconds since 1970.
  public let expiry: UInt64
  /// The keys, best first.
  public let keys: [Key]
  /// The keys that sign responses and verdicts.
  public let responseKeys: [VerifyingKey]
  /// The identity key that will sign configurations next.
  public let nextIdentity: VerifyingKey?

  /// Makes a configuration to be signed.
  public init(
    issuer: Issuer, issuedAt: UInt64, expiry: UInt64, keys: [Key], responseKeys: [VerifyingKey] = [],
    nextIdentity: VerifyingKey? = nil
  ) {
    self.issuer = issuer
    self.issuedAt = issuedAt
    self.expiry = expiry
    self.keys = keys
    self.responseKeys = responseKeys
    self.nextIdentity = nextIdentity
  }

  /// The first key that is usable now with a cipher that this machine has and `allows`.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970 by this machine's clock.
  ///   - allows: the caller's policy; what it refuses is never used, whatever the API prefers.
  public func choose(
    at now: UInt64, allowing allows: (KeyExchange, Cipher) -> Bool = { _, _ in true }
  ) -> (recipient: Recipient, cipher: Cipher)? {
    for key in keys where key.validity.contains(now) && now < expiry {
      let keyExchange = key.recipient.publicKey.keyExchange
      if let cipher = key.ciphers.first(where: { $0.isAvailable && allows(keyExchange, $0) }) {
        return (key.recipient, cipher)
      }
    }
    return nil
  }
}
