internal import SealedCrypto
public import SealedPayload

/// The keys of an API and its client that are the same in every run.
///
/// Everybody knows them: never use them outside tests.
public struct SampleKeys: Sendable {
  /// The API's origin, `https://api.example`.
  public let issuer: Issuer
  /// Signs key configurations; clients pin its public half.
  public let identity: SigningKey
  /// Signs configurations after `identity`, once that was announced.
  public let nextIdentity: SigningKey
  /// Signs responses.
  public let responseSigner: SigningKey
  /// Signs requests.
  public let clientSigner: SigningKey
  /// Opens requests.
  public let recipientKey: RecipientKey

  /// Makes them.
  ///
  /// - Parameter origin: the API's origin.
  public init(origin: String = "https://api.example") throws(KeyError) {
    issuer = try Issuer(origin: origin)
    identity = Self.signingKey(1)
    nextIdentity = Self.signingKey(2)
    responseSigner = Self.signingKey(3)
    clientSigner = Self.signingKey(4)
    recipientKey = try Self.recipientKey(number: 0, for: issuer)
  }

  /// A ring with the recipient key.
  public func ring() throws(KeyError) -> KeyRing { try KeyRing([recipientKey]) }

  /// Another recipient key of an API: the same for the same number.
  public static func recipientKey(number: UInt8, for issuer: Issuer) throws(KeyError) -> RecipientKey {
    RecipientKey(try RecipientPrivateKey(.x25519, secret: secret(100 &+ number)), issuer: issuer)
  }

  /// A key configuration that was signed just now by `identity`: what the API serves to clients.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - life: seconds until the configuration and its key end, a day at most.
  public func configuration(at now: UInt64, life: UInt64 = 3_600) throws(ConfigurationProblem) -> [UInt8] {
    try KeyConfiguration(
      issuer: issuer, issuedAt: now, expiry: now + life,
      keys: [
        KeyConfiguration.Key(recipientKey.recipient, validity: now..<(now + life), ciphers: [.chaCha20Poly1305])
      ], responseKeys: [responseSigner.publicKey]
    ).signed(by: identity)
  }

  private static func signingKey(_ number: UInt8) -> SigningKey { SigningKey(seed: secret(number)) }

  private static func secret(_ number: UInt8) -> Secret {
    [UInt8](repeating: number, count: 32).withSpan { Secret(copying: $0) }
  }
}
