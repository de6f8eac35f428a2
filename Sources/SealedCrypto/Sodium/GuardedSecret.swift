internal import CSodium

/// A long-lived secret between guard pages, locked in memory where the limits allow it, and erased when dropped.
///
/// Costs tens of microseconds and several pages: for private keys, not for the keys of messages.
@safe
package struct GuardedSecret: ~Copyable, @unchecked Sendable {
  // Sendable because the pages are read-only after initialisation.
  private let base: UnsafeMutableRawPointer
  package let count: Int

  /// Moves `secret` to guarded memory.
  ///
  /// Traps when the system has no memory left.
  package init(_ secret: consuming Secret) {
    count = secret.count
    guard let base = unsafe sodium_malloc(secret.count) else {
      preconditionFailure("out of memory for guarded secrets")
    }
    unsafe self.base = base
    secret.withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress else { return }
        unsafe base.copyMemory(from: from, byteCount: source.count)
      }
    }
    unsafe sodium_mprotect_readonly(base)
  }

  deinit {
    unsafe sodium_free(base)
  }

  /// Calls `body` with a view of the secret, valid during the call.
  package func withBytes<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try unsafe body(Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: count))
  }
}
