internal import CSodium

/// XChaCha20-Poly1305, whose 24-byte nonces may be drawn at random: for secrets at rest.
package enum SecretBox {
  package static let keyByteCount = 32
  package static let nonceByteCount = 24
  package static let tagByteCount = 16

  /// Seals a secret, with `aad` authenticated beside it.
  package static func seal(
    _ plaintext: Span<UInt8>, authenticating aad: Span<UInt8>, nonce: Span<UInt8>, key: Span<UInt8>
  ) -> [UInt8] {
    precondition(nonce.count == nonceByteCount && key.count == keyByteCount)
    var sealed = [UInt8](repeating: 0, count: plaintext.count + tagByteCount)
    let (length, aadLength) = (UInt64(plaintext.count), UInt64(aad.count))
    unsafe plaintext.withPointer { plaintext in
      unsafe aad.withPointer { aad in
        unsafe nonce.withPointer { nonce in
          unsafe key.withPointer { key in
            _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
              &sealed, nil, plaintext, length, aad, aadLength, nil, nonce, key)
          }
        }
      }
    }
    return sealed
  }

  /// Opens what `seal` made; nil if key, nonce or `aad` differ or a byte was changed.
  package static func open(
    _ sealed: Span<UInt8>, authenticating aad: Span<UInt8>, nonce: Span<UInt8>, key: Span<UInt8>
  ) -> Secret? {
    guard sealed.count >= tagByteCount, nonce.count == nonceByteCount, key.count == keyByteCount else { return nil }
    let (length, aadLength) = (UInt64(sealed.count), UInt64(aad.count))
    var opened = false
    let plaintext = Secret(count: sealed.count - tagByteCount) { target in
      opened = unsafe target.withPointer { target in
        unsafe sealed.withPointer { sealed in
          unsafe aad.withPointer { aad in
            unsafe nonce.withPointer { nonce in
              unsafe key.withPointer { key in
                unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                  target, nil, nil, sealed, length, aad, aadLength, nonce, key) == 0
              }
            }
          }
        }
      }
    }
    return opened ? consume plaintext : nil
  }
}
