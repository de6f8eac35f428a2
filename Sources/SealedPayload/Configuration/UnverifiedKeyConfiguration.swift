internal import SealedCrypto

/// A key configuration as it came over the network: nothing of it may be used before it is verified.
public struct UnverifiedKeyConfiguration: Sendable {
  private let text: [UInt8]

  /// Takes the content of `/.well-known/sealed-payload-keys`.
  public init(_ text: some Collection<UInt8>) {
    self.text = Array(text.prefix(ConfigurationLimits.byteCount + 1))
  }

  /// The identity key that it names itself, for clients that have none pinned: anybody can name any key.
  package var claimedIdentity: VerifyingKey? {
    (try? ConfigurationJWS.parts(text)).flatMap { ConfigurationJWS.claimedIdentity($0.header) }
  }

  /// Checks it, in the order of spec/key-configuration.md, "Checks, in order".
  ///
  /// - Parameters:
  ///   - identities: the identity keys that are accepted: the pins, and those that the last accepted configuration named.
  ///   - issuer: the API's origin as it was configured here.
  ///   - now: seconds since 1970 by this machine's clock, never by the server's word.
  ///   - last: `issuedAt` of the last configuration that was accepted for this API, if there was one.
  public func verified(
    by identities: [VerifyingKey], for issuer: Issuer, at now: UInt64, after last: UInt64? = nil
  ) throws(ConfigurationProblem) -> VerifiedKeyConfiguration {
    let authentic = try authentic(by: identities)
    let configuration = authentic.configuration
    guard configuration.issuer == issuer else { throw .otherIssuer }
    guard configuration.issuedAt <= now &+ ConfigurationLimits.future else { throw .fromTheFuture }
    guard configuration.expiry - configuration.issuedAt <= ConfigurationLimits.life else { throw .livesTooLong }
    guard now < configuration.expiry else { throw .expired }
    guard configuration.issuedAt >= last ?? 0 else { throw .rolledBack }
    return authentic
  }

  /// Checks the signature and the form, but neither whose it is nor its time.
  func authentic(by identities: [VerifyingKey]) throws(ConfigurationProblem) -> VerifiedKeyConfiguration {
    let parts = try ConfigurationJWS.parts(text)
    try ConfigurationJWS.check(header: parts.header)
    let (signed, signature) = (parts.signedBytes[...], parts.signature[...])
    let signer = identities.first { identity in
      identity.bytes.withSpan { Ed25519.verify(signature.span, signed.span, publicKey: $0) }
    }
    guard let signer else { throw .signature }
    return VerifiedKeyConfiguration(
      configuration: try ConfigurationPayload(parts.payload).configuration(), identity: signer)
  }
}

/// A key configuration that passed all checks, and the identity key that signed it.
public struct VerifiedKeyConfiguration: Sendable, Hashable {
  /// What was signed.
  public let configuration: KeyConfiguration
  /// Who signed it.
  public let identity: VerifyingKey
}
