package import SealedCrypto

/// A private key that opens messages, on its way from generation or a file to a `RecipientKey`.
public struct RecipientPrivateKey: ~Copyable, Sendable {
  package let secret: GuardedSecret

  /// The public half.
  public let publicKey: RecipientPublicKey

  /// Draws a new key.
  public init(generating keyExchange: KeyExchange = .x25519) throws(KeyError) {
    try self.init(keyExchange, secret: Secret(random: keyExchange.kem.privateKeyByteCount))
  }

  /// Takes a private key as HPKE serialises it (32 bytes).
  package init(_ keyExchange: KeyExchange, secret: consuming Secret) throws(KeyError) {
    guard keyExchange.isAvailable else { throw .unavailable("X-Wing") }
    guard secret.count == keyExchange.kem.privateKeyByteCount,
      let publicKey = secret.withBytes({ keyExchange.kem.publicKey(of: $0) })
    else { throw .malformedKeyFile }
    self.publicKey = RecipientPublicKey(computed: publicKey, keyExchange.kem)
    self.secret = GuardedSecret(secret)
  }
}
