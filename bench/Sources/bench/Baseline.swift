import CSodiumBaseline
import SealedPayload

/// libsodium's own functions, called from C-like loops: what the format's costs are compared with.
enum Baseline {
  static let record = 65_536
  private static let tag = 16

  /// A loop of the AEAD over a body in pieces of 64 KiB, from one buffer to another.
  final class Loop {
    private let cipher: Cipher
    private let plaintext: UnsafeMutablePointer<UInt8>
    private let ciphertext: UnsafeMutablePointer<UInt8>
    private let size: Int
    private var key = [UInt8](repeating: 7, count: 32)
    private var nonce = [UInt8](repeating: 0, count: 12)
    private var state = crypto_aead_aes256gcm_state()

    init(_ cipher: Cipher, size: Int) {
      self.cipher = cipher
      self.size = size
      plaintext = .allocate(capacity: size)
      plaintext.initialize(repeating: 1, count: size)
      let capacity = size + (size / Baseline.record + 1) * Baseline.tag
      ciphertext = .allocate(capacity: capacity)
      ciphertext.initialize(repeating: 1, count: capacity)
      _ = crypto_aead_aes256gcm_beforenm(&state, key)
      seal()
    }

    deinit {
      plaintext.deallocate()
      ciphertext.deallocate()
    }

    func seal() {
      pieces { offset, count, target in
        if cipher == .aes256GCM {
          _ = crypto_aead_aes256gcm_encrypt_afternm(
            ciphertext + target, nil, plaintext + offset, UInt64(count), nil, 0, nil, nonce, &state)
        } else {
          _ = crypto_aead_chacha20poly1305_ietf_encrypt(
            ciphertext + target, nil, plaintext + offset, UInt64(count), nil, 0, nil, nonce, key)
        }
      }
    }

    func open() {
      pieces { offset, count, source in
        let length = UInt64(count + Baseline.tag)
        let status =
          cipher == .aes256GCM
          ? crypto_aead_aes256gcm_decrypt_afternm(
            plaintext + offset, nil, nil, ciphertext + source, length, nil, 0, nonce, &state)
          : crypto_aead_chacha20poly1305_ietf_decrypt(
            plaintext + offset, nil, nil, ciphertext + source, length, nil, 0, nonce, key)
        precondition(status == 0)
      }
    }

    private func pieces(_ body: (Int, Int, Int) -> Void) {
      var (offset, target) = (0, 0)
      while offset < size {
        let count = min(Baseline.record, size - offset)
        body(offset, count, target)
        offset += count
        target += count + Baseline.tag
      }
    }
  }

  /// One X25519 scalar multiplication.
  static func scalarMultiplication() -> () -> Void {
    var (point, scalar, result) = (
      [UInt8](repeating: 9, count: 32), [UInt8](repeating: 5, count: 32), [UInt8](repeating: 0, count: 32)
    )
    point[31] = 0
    scalar[3] = 1
    return { _ = crypto_scalarmult(&result, scalar, point) }
  }
}
