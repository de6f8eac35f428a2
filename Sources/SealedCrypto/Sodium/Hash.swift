internal import CSodium

/// SHA-256 (FIPS 180-4), whole or in pieces.
@safe
package struct SHA256: ~Copyable, @unchecked Sendable {
  // Sendable because `update` and `finish` need exclusive access.
  package static let byteCount = 32

  private let state: UnsafeMutablePointer<crypto_hash_sha256_state>

  package init() {
    unsafe state = .allocate(capacity: 1)
    unsafe crypto_hash_sha256_init(state)
  }

  deinit {
    unsafe sodium_memzero(state, MemoryLayout<crypto_hash_sha256_state>.size)
    unsafe state.deallocate()
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = unsafe crypto_hash_sha256_update(state, base, UInt64(buffer.count))
    }
  }

  package consuming func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    unsafe crypto_hash_sha256_final(state, &digest)
    return digest
  }

  package static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withSpan { hash($0) }
  }
}

/// SHA-512 (FIPS 180-4), whole or in pieces.
@safe
package struct SHA512: ~Copyable, @unchecked Sendable {
  // Sendable because `update` and `finish` need exclusive access.
  package static let byteCount = 64

  private let state: UnsafeMutablePointer<crypto_hash_sha512_state>

  package init() {
    unsafe state = .allocate(capacity: 1)
    unsafe crypto_hash_sha512_init(state)
  }

  deinit {
    unsafe sodium_memzero(state, MemoryLayout<crypto_hash_sha512_state>.size)
    unsafe state.deallocate()
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = unsafe crypto_hash_sha512_update(state, base, UInt64(buffer.count))
    }
  }

  package consuming func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    unsafe crypto_hash_sha512_final(state, &digest)
    return digest
  }

  package static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
    var hash = SHA512()
    hash.update(bytes)
    return hash.finish()
  }

  package static func hash(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withSpan { hash($0) }
  }
}
