internal import CSodium

/// Secret bytes on the heap: never copied implicitly, erased when dropped, impossible to print.
///
/// Costs one allocation. Keys that live long belong in `GuardedSecret`.
@safe
package struct Secret: ~Copyable, @unchecked Sendable {
  // Sendable because the bytes are written only during initialisation.
  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  package let count: Int

  /// Allocates `count` zero bytes and lets `fill` write them; they are erased if it throws.
  ///
  /// - Parameter capacity: what `fill` may write, if that is more than remains: whole blocks. All of it is erased in the end.
  package init<E: Error>(
    count: Int, capacity: Int? = nil, _ fill: (inout MutableSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    let capacity = max(count, capacity ?? 0)
    Sodium.start()
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity, 1))
    unsafe base.initialize(repeating: 0, count: max(capacity, 1))
    unsafe self.base = base
    self.count = count
    self.capacity = capacity
    var span = unsafe MutableSpan(_unsafeStart: base, count: capacity)
    try fill(&span)
  }

  /// Copies secret bytes.
  package init(copying bytes: Span<UInt8>) {
    self.init(count: bytes.count) { $0.copy(bytes, at: 0) }
  }

  /// Draws `count` bytes from the system's generator.
  package init(random count: Int) {
    self.init(count: count) { Random.fill(&$0) }
  }

  deinit {
    unsafe sodium_memzero(base, capacity)
    unsafe base.deallocate()
  }

  /// Calls `body` with a view of the secret, valid during the call.
  package func withBytes<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try unsafe body(Span(_unsafeStart: base, count: count))
  }
}
