internal import CSodium

/// Argon2id (RFC 9106) as `crypto_pwhash` has it.
package enum PasswordHash {
  package static let saltByteCount = 16

  /// Derives `count` bytes from a passphrase, or nil when the machine lacks the memory.
  ///
  /// - Parameters:
  ///   - operations: passes over the memory, at least 1.
  ///   - memory: bytes, at least 8192.
  package static func derive(
    count: Int, passphrase: Span<UInt8>, salt: Span<UInt8>, operations: UInt64, memory: Int
  ) -> Secret? {
    precondition(salt.count == saltByteCount)
    Sodium.start()
    let length = passphrase.count
    var derived = false
    let key = Secret(count: count) { target in
      derived = unsafe target.withPointer { target in
        unsafe passphrase.withPointer { passphrase in
          unsafe salt.withPointer { salt in
            unsafe passphrase.withMemoryRebound(to: CChar.self, capacity: length) { passphrase in
              unsafe crypto_pwhash(
                target, UInt64(count), passphrase, UInt64(length), salt, operations, memory,
                crypto_pwhash_ALG_ARGON2ID13) == 0
            }
          }
        }
      }
    }
    return derived ? consume key : nil
  }
}
