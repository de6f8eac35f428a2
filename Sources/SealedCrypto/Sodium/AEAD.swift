internal import CSodium

/// The AEAD algorithms of the format, by their numbers in RFC 9180 section 7.3.
package enum AEAD: UInt16, Sendable, CaseIterable {
  case aes256GCM = 0x0002
  case chaCha20Poly1305 = 0x0003

  package static let nonceByteCount = 12
  package static let tagByteCount = 16

  /// Nk: the same for both.
  package static let keyByteCount = 32

  /// Whether this machine can run it: libsodium has AES-256-GCM only on processors with AES instructions.
  package var isAvailable: Bool {
    switch self {
    case .chaCha20Poly1305: return true
    case .aes256GCM:
      Sodium.start()
      return crypto_aead_aes256gcm_is_available() == 1
    }
  }
}

/// The 12 bytes of an AEAD nonce, as two integers, most significant first.
package struct AEADNonce: Sendable, Equatable {
  package var high: UInt32
  package var low: UInt64

  /// I2OSP(counter, 12): the nonce of record `counter`, and of HPKE's sequence number before the exclusive or.
  @inlinable
  package init(counter: UInt64) {
    high = 0
    low = counter
  }

  /// Reads 12 bytes.
  package init(_ bytes: Span<UInt8>) {
    precondition(bytes.count == AEAD.nonceByteCount)
    high = bytes.bigEndian(at: 0, as: UInt32.self)
    low = bytes.bigEndian(at: 4, as: UInt64.self)
  }

  /// This nonce, exclusive or the other.
  package func xor(_ other: AEADNonce) -> AEADNonce {
    var result = self
    result.high ^= other.high
    result.low ^= other.low
    return result
  }

  fileprivate func withPointer<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    let (middle, last) = (UInt32(truncatingIfNeeded: low >> 32), UInt32(truncatingIfNeeded: low))
    let words = (high.bigEndian, middle.bigEndian, last.bigEndian)
    return unsafe withUnsafePointer(to: words) { words in
      unsafe words.withMemoryRebound(to: UInt8.self, capacity: AEAD.nonceByteCount) { unsafe body($0) }
    }
  }
}

/// A key for one AEAD, expanded where the algorithm gains by it.
///
/// The caller never uses a nonce twice: the format's keys belong to one message, whose records are counted.
@safe
package struct AEADKey: ~Copyable, @unchecked Sendable {
  // Sendable because the memory is written only during initialisation.
  package let algorithm: AEAD
  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int

  /// Takes a key of 32 bytes; nil where the machine can't run the algorithm.
  package init?(_ algorithm: AEAD, key: Span<UInt8>) {
    guard algorithm.isAvailable else { return nil }
    precondition(key.count == AEAD.keyByteCount)
    self.algorithm = algorithm
    byteCount =
      algorithm == .aes256GCM ? MemoryLayout<crypto_aead_aes256gcm_state>.size : AEAD.keyByteCount
    unsafe memory = .allocate(byteCount: byteCount, alignment: 16)
    unsafe key.withUnsafeBufferPointer { key in
      guard let key = key.baseAddress else { return }
      switch algorithm {
      case .chaCha20Poly1305: unsafe memory.copyMemory(from: key, byteCount: AEAD.keyByteCount)
      case .aes256GCM: _ = unsafe crypto_aead_aes256gcm_beforenm(aesState, key)
      }
    }
  }

  deinit {
    unsafe sodium_memzero(memory, byteCount)
    unsafe memory.deallocate()
  }

  private var aesState: UnsafeMutablePointer<crypto_aead_aes256gcm_state> {
    unsafe memory.assumingMemoryBound(to: crypto_aead_aes256gcm_state.self)
  }

  private var key: UnsafePointer<UInt8> {
    unsafe UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
  }

  /// Writes ciphertext and tag to `target`, which has 16 bytes more than `plaintext`.
  package func seal(
    _ plaintext: Span<UInt8>, nonce: AEADNonce, authenticating aad: Span<UInt8> = Span(),
    into target: inout MutableSpan<UInt8>
  ) {
    precondition(target.count == plaintext.count + AEAD.tagByteCount)
    let count = plaintext.count
    unsafe plaintext.withPointer { plaintext in
      unsafe target.withPointer { unsafe seal(plaintext, count, nonce, aad, $0) }
    }
  }

  /// Seals `buffer` in place: all but its last 16 bytes are the plaintext; the tag goes to those.
  package func sealInPlace(_ buffer: inout MutableSpan<UInt8>, nonce: AEADNonce) {
    precondition(buffer.count >= AEAD.tagByteCount)
    let count = buffer.count - AEAD.tagByteCount
    unsafe buffer.withPointer { unsafe seal(UnsafePointer($0), count, nonce, Span(), $0) }
  }

  private func seal(
    _ plaintext: UnsafePointer<UInt8>, _ count: Int, _ nonce: AEADNonce, _ aad: Span<UInt8>,
    _ target: UnsafeMutablePointer<UInt8>
  ) {
    let aadCount = UInt64(aad.count)
    unsafe nonce.withPointer { nonce in
      unsafe aad.withPointer { aad in
        switch algorithm {
        case .chaCha20Poly1305:
          _ = unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
            target, nil, plaintext, UInt64(count), aad, aadCount, nil, nonce, key)
        case .aes256GCM:
          _ = unsafe crypto_aead_aes256gcm_encrypt_afternm(
            target, nil, plaintext, UInt64(count), aad, aadCount, nil, nonce, aesState)
        }
      }
    }
  }

  /// Opens `ciphertext` (with its tag) into `target`, which has 16 bytes less.
  ///
  /// - Returns: whether the tag was right; if not, `target` holds zeros.
  package func open(
    _ ciphertext: Span<UInt8>, nonce: AEADNonce, authenticating aad: Span<UInt8> = Span(),
    into target: inout MutableSpan<UInt8>
  ) -> Bool {
    guard ciphertext.count >= AEAD.tagByteCount else { return false }
    precondition(target.count == ciphertext.count - AEAD.tagByteCount)
    let count = ciphertext.count
    let opened = unsafe ciphertext.withPointer { ciphertext in
      unsafe target.withPointer { unsafe open(ciphertext, count, nonce, aad, $0) }
    }
    if !opened { target.zero(0..<target.count) }
    return opened
  }

  private func open(
    _ ciphertext: UnsafePointer<UInt8>, _ count: Int, _ nonce: AEADNonce, _ aad: Span<UInt8>,
    _ target: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let aadCount = UInt64(aad.count)
    return unsafe nonce.withPointer { nonce in
      unsafe aad.withPointer { aad in
        switch algorithm {
        case .chaCha20Poly1305:
          unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
            target, nil, nil, ciphertext, UInt64(count), aad, aadCount, nonce, key) == 0
        case .aes256GCM:
          unsafe crypto_aead_aes256gcm_decrypt_afternm(
            target, nil, nil, ciphertext, UInt64(count), aad, aadCount, nonce, aesState) == 0
        }
      }
    }
  }
}
