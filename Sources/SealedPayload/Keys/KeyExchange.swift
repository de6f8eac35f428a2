package import SealedCrypto

/// How message keys are agreed on with a recipient: the kind of its key.
public struct KeyExchange: Sendable, Hashable {
  package let kem: HPKE.KEM

  /// DHKEM(X25519, HKDF-SHA256), RFC 9180.
  public static let x25519 = KeyExchange(kem: .x25519HKDFSHA256)

  /// X-Wing, X25519 together with ML-KEM-768, where the linked libsodium is 1.0.22 or later.
  public static let xWing = KeyExchange(kem: .xWing)

  /// Whether this build can use it.
  public var isAvailable: Bool { kem.isAvailable }
}

/// The AEAD that seals the records.
public struct Cipher: Sendable, Hashable {
  package let aead: AEAD

  /// ChaCha20-Poly1305 (RFC 8439): available everywhere.
  public static let chaCha20Poly1305 = Cipher(aead: .chaCha20Poly1305)

  /// AES-256-GCM: what browsers have; only on processors with AES instructions.
  public static let aes256GCM = Cipher(aead: .aes256GCM)

  /// Whether this machine can run it.
  public var isAvailable: Bool { aead.isAvailable }

  /// The name that `sealtool --suite` takes.
  public var name: String {
    switch aead {
    case .chaCha20Poly1305: "chacha20poly1305"
    case .aes256GCM: "aes256gcm"
    }
  }

  /// The cipher with that name, if there is one.
  public init?(name: String) {
    guard let cipher = [Self.chaCha20Poly1305, .aes256GCM].first(where: { $0.name == name }) else { return nil }
    self = cipher
  }

  package init(aead: AEAD) {
    self.aead = aead
  }
}
