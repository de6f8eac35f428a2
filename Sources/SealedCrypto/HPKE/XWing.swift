internal import CSodium

/// X-Wing (draft-connolly-cfrg-xwing-kem) as libsodium 1.0.22 and later have it; absent from earlier ones.
package enum XWing {
  package static let publicKeyByteCount = 1216
  package static let encapsulationByteCount = 1120
  package static let seedByteCount = 32
  package static let encapsulationSeedByteCount = 64

  /// Whether the libsodium that this was compiled against has it.
  package static let isAvailable: Bool = {
    Sodium.start()
    return spl_xwing_available() == 1
  }()

  /// The public key of a private key, which is a seed; nil where X-Wing is missing.
  package static func publicKey(of seed: Span<UInt8>) -> [UInt8]? {
    precondition(seed.count == seedByteCount)
    var publicKey = [UInt8](repeating: 0, count: publicKeyByteCount)
    let scratch = Secret(count: seedByteCount) { secretKey in
      let status = unsafe secretKey.withUnsafeMutableBufferPointer { secretKey in
        unsafe seed.withUnsafeBufferPointer { seed in
          unsafe spl_xwing_seed_keypair(&publicKey, secretKey.baseAddress, seed.baseAddress)
        }
      }
      if status != 0 { publicKey = [] }
    }
    _ = consume scratch
    return publicKey.isEmpty ? nil : publicKey
  }

  /// Encapsulates with 64 bytes of randomness; nil where X-Wing is missing or the public key is unusable.
  package static func encapsulate(to publicKey: Span<UInt8>, randomness: borrowing Secret) -> Encapsulation? {
    guard isAvailable, publicKey.count == publicKeyByteCount, randomness.count == encapsulationSeedByteCount
    else { return nil }
    var enc = [UInt8](repeating: 0, count: encapsulationByteCount)
    var failed = false
    let shared = Secret(count: 32) { shared in
      let status = unsafe shared.withUnsafeMutableBufferPointer { shared in
        unsafe publicKey.withUnsafeBufferPointer { publicKey in
          randomness.withBytes { seed in
            unsafe seed.withUnsafeBufferPointer { seed in
              unsafe spl_xwing_enc_deterministic(&enc, shared.baseAddress, publicKey.baseAddress, seed.baseAddress)
            }
          }
        }
      }
      failed = status != 0
    }
    return failed ? nil : Encapsulation(sharedSecret: shared, enc: enc)
  }

  /// Decapsulates; nil where X-Wing is missing or its X25519 half gives zeros.
  package static func decapsulate(_ enc: Span<UInt8>, seed: Span<UInt8>) -> Secret? {
    guard isAvailable, enc.count == encapsulationByteCount, seed.count == seedByteCount else { return nil }
    var failed = false
    let shared = Secret(count: 32) { shared in
      let status = unsafe shared.withUnsafeMutableBufferPointer { shared in
        unsafe enc.withUnsafeBufferPointer { enc in
          unsafe seed.withUnsafeBufferPointer { seed in
            unsafe spl_xwing_dec(shared.baseAddress, enc.baseAddress, seed.baseAddress)
          }
        }
      }
      failed = status != 0
    }
    return failed ? nil : consume shared
  }
}
