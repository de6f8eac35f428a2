internal import CSodium

/// HMAC-SHA256 (RFC 2104), whose state after the key can be kept and started from many times.
@safe
package struct HMACSHA256: ~Copyable, @unchecked Sendable {
  // Sendable because a shared instance is only read: `update` and `finish` need exclusive access.
  package static let byteCount = 32

  private let state: UnsafeMutablePointer<crypto_auth_hmacsha256_state>

  /// Takes in the key: two of the hash's compressions.
  package init(key: Span<UInt8>) {
    Sodium.start()
    unsafe state = .allocate(capacity: 1)
    unsafe key.withUnsafeBufferPointer { buffer in
      // libsodium reads nothing through the pointer when the key is empty.
      var none: UInt8 = 0
      _ = unsafe withUnsafePointer(to: &none) { none in
        unsafe crypto_auth_hmacsha256_init(state, buffer.baseAddress ?? none, buffer.count)
      }
    }
  }

  /// Starts where `keyed` is, which saves the compressions of its key.
  package init(from keyed: borrowing HMACSHA256) {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(from: keyed.state, count: 1)
  }

  deinit {
    unsafe sodium_memzero(state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
    unsafe state.deallocate()
  }

  /// Goes back to where `keyed` is.
  package mutating func restart(from keyed: borrowing HMACSHA256) {
    unsafe state.update(from: keyed.state, count: 1)
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = unsafe crypto_auth_hmacsha256_update(state, base, UInt64(buffer.count))
    }
  }

  /// Writes the 32 bytes of the code to the start of `target`; `restart` comes next, or nothing.
  package mutating func finish(into target: inout MutableSpan<UInt8>) {
    precondition(target.count >= Self.byteCount)
    unsafe target.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = unsafe crypto_auth_hmacsha256_final(state, base)
    }
  }

  package static func code(for bytes: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: byteCount)
    var hmac = HMACSHA256(key: key)
    hmac.update(bytes)
    code.withMutableSpan { hmac.finish(into: &$0) }
    return code
  }
}
