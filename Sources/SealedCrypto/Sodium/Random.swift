internal import CSodium

/// The system's cryptographic random generator.
package enum Random {
  /// Fills `target` with random bytes.
  package static func fill(_ target: inout MutableSpan<UInt8>) {
    Sodium.start()
    unsafe target.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe randombytes_buf(base, buffer.count)
    }
  }

  /// Draws `count` random bytes that needn't stay secret (nonces, salts).
  package static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.withMutableSpan { fill(&$0) }
    return bytes
  }
}
