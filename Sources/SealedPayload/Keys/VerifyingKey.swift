internal import SealedCrypto

/// An Ed25519 public key: who signed.
public struct VerifyingKey: Sendable, Hashable, CustomStringConvertible {
  /// The key's 32 bytes.
  public let bytes: [UInt8]

  /// Takes 32 bytes and refuses what no signer has: low order, or no canonical point.
  public init(bytes: [UInt8]) throws(KeyError) {
    guard bytes.count == Ed25519.publicKeyByteCount else { throw .malformedPublicKey }
    guard bytes.withSpan({ Ed25519.isValidPublicKey($0) }) else { throw .unusablePublicKey }
    self.bytes = bytes
  }

  /// Takes the one-line form, `ed25519:BASE64URL`.
  public init(_ text: String) throws(KeyError) {
    guard let bytes = PublicKeyText.decode(text, "ed25519") else { throw .malformedPublicKey }
    try self.init(bytes: bytes)
  }

  init(computed bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Takes the bytes of a proof, whose verification refuses bad points itself.
  init?(unchecked bytes: [UInt8]) {
    guard bytes.count == Ed25519.publicKeyByteCount else { return nil }
    self.bytes = bytes
  }

  /// The one-line form.
  public var description: String { PublicKeyText.encode("ed25519", bytes) }
}
