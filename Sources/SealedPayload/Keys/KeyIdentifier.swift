internal import SealedCrypto

/// Names a recipient key on the wire: the first 8 bytes of a hash over its KEM and public key.
public struct KeyIdentifier: Sendable, Hashable, CustomStringConvertible {
  package let value: UInt64

  package init(value: UInt64) {
    self.value = value
  }

  /// SHA-256("sealed-payload v1 key" || u16 kem || public key), the first 8 bytes.
  package init(kem: UInt16, publicKey: [UInt8]) {
    var input = Labels.keyIdentifier
    input.append(bigEndian: kem)
    input += publicKey
    value = SHA256.hash(input).withSpan { $0.bigEndian(at: 0, as: UInt64.self) }
  }

  /// The 8 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: value)
    return bytes
  }

  /// The form that key configurations and key files use as `kid`: base64url without padding.
  public var description: String {
    bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
  }
}
