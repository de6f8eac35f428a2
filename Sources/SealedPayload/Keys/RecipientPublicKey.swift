internal import SealedCrypto

/// The public key that messages are sealed to.
public struct RecipientPublicKey: Sendable, Hashable, CustomStringConvertible {
  /// The key's kind.
  public let keyExchange: KeyExchange

  /// The key as HPKE serialises it (32 bytes for X25519).
  public let bytes: [UInt8]

  /// What names the key on the wire.
  public let identifier: KeyIdentifier

  /// Takes serialised bytes and refuses points of low order.
  public init(_ keyExchange: KeyExchange, bytes: [UInt8]) throws(KeyError) {
    guard keyExchange.isAvailable else { throw .unavailable("X-Wing") }
    guard bytes.count == keyExchange.kem.publicKeyByteCount else { throw .malformedPublicKey }
    guard bytes.withSpan({ Self.isUsable(keyExchange.kem, $0) }) else { throw .unusablePublicKey }
    self.init(computed: bytes, keyExchange.kem)
  }

  /// Takes a key that was computed from a private one.
  init(computed bytes: [UInt8], _ kem: HPKE.KEM) {
    keyExchange = KeyExchange(kem: kem)
    self.bytes = bytes
    identifier = KeyIdentifier(kem: kem.rawValue, publicKey: bytes)
  }

  /// A trial encapsulation: it fails for points of low order and for malformed ML-KEM keys.
  private static func isUsable(_ kem: HPKE.KEM, _ bytes: Span<UInt8>) -> Bool {
    kem.encapsulate(to: bytes, randomness: Secret(random: kem.encapsulationSeedByteCount)) != nil
  }

  /// Takes the one-line form, `x25519:BASE64URL`.
  public init(_ text: String) throws(KeyError) {
    if let bytes = PublicKeyText.decode(text, "x25519") {
      try self.init(.x25519, bytes: bytes)
    } else if let bytes = PublicKeyText.decode(text, "x-wing") {
      try self.init(.xWing, bytes: bytes)
    } else {
      throw .malformedPublicKey
    }
  }

  /// The one-line form.
  public var description: String {
    PublicKeyText.encode(keyExchange == .x25519 ? "x25519" : "x-wing", bytes)
  }
}

/// Where messages go: a public key, and the issuer that it belongs to.
public struct Recipient: Sendable, Hashable {
  /// The key.
  public let publicKey: RecipientPublicKey

  /// The API's origin, or the name of a payload's recipient.
  public let issuer: Issuer

  /// Makes a recipient.
  public init(_ publicKey: RecipientPublicKey, issuer: Issuer) {
    self.publicKey = publicKey
    self.issuer = issuer
  }
}
