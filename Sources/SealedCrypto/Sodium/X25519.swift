internal import CSodium

/// X25519 (RFC 7748).
package enum X25519 {
  package static let byteCount = 32

  /// The public key of a private key.
  package static func publicKey(of privateKey: Span<UInt8>) -> [UInt8] {
    precondition(privateKey.count == byteCount)
    var publicKey = [UInt8](repeating: 0, count: byteCount)
    unsafe privateKey.withPointer { _ = unsafe crypto_scalarmult_base(&publicKey, $0) }
    return publicKey
  }

  /// The shared point, or nil where it is all zeros (RFC 9180 section 7.1.4), as it is for every point of low order.
  package static func sharedSecret(privateKey: Span<UInt8>, publicKey: Span<UInt8>) -> Secret? {
    precondition(privateKey.count == byteCount)
    guard publicKey.count == byteCount else { return nil }
    var agreed = false
    let shared = Secret(count: byteCount) { target in
      agreed = unsafe target.withPointer { target in
        unsafe privateKey.withPointer { key in
          unsafe publicKey.withPointer { point in unsafe crypto_scalarmult(target, key, point) == 0 }
        }
      }
    }
    return agreed ? consume shared : nil
  }
}
