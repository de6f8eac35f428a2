package import SealedCrypto

/// A key exchange that was paid once and serves many messages to one recipient.
///
/// Each message has its own nonce and so its own keys, in any order and from any thread; the recipient needs no state.
/// End a session after minutes, or when the recipient, the signer or the credentials inside change; a session per message
/// makes messages unlinkable to each other.
public final class SealingSession: Sendable {
  package let context: SessionContext
  package let enc: [UInt8]

  /// Agrees on keys with the recipient.
  public convenience init(to recipient: Recipient, cipher: Cipher = .chaCha20Poly1305) throws(SealError) {
    let kem = recipient.publicKey.keyExchange.kem
    try self.init(to: recipient, cipher: cipher, randomness: Secret(random: kem.encapsulationSeedByteCount))
  }

  /// Agrees on keys with given randomness: for vectors.
  package init(to recipient: Recipient, cipher: Cipher, randomness: borrowing Secret) throws(SealError) {
    let kem = recipient.publicKey.keyExchange.kem
    guard cipher.isAvailable else { throw .unavailable("AES-256-GCM") }
    guard kem.isAvailable else { throw .unavailable("X-Wing") }
    let encapsulation = recipient.publicKey.bytes.withSpan { kem.encapsulate(to: $0, randomness: randomness) }
    guard let encapsulation else { throw .unusableRecipientKey }
    enc = encapsulation.enc
    context = SessionContext(
      suite: HPKE.Suite(kem: kem, aead: cipher.aead.rawValue), aead: cipher.aead, recipient: recipient,
      sharedSecret: encapsulation.sharedSecret)
  }

  /// Whom messages of this session go to.
  public var recipient: Recipient { context.recipient }

  func prelude(_ kind: MessageKind, timestamp: UInt64, nonce: [UInt8]) throws(SealError) -> Prelude {
    guard timestamp <= FormatLimits.timestamp else { throw .timestampOutOfRange }
    return Prelude(
      kind: kind, kem: recipient.publicKey.keyExchange.kem, aead: context.aead,
      keyIdentifier: recipient.publicKey.identifier, enc: enc, nonce: nonce, timestamp: timestamp)
  }
}
