internal import CSodium

/// libsodium, initialised once per process.
package enum Sodium {
  private static let started: Bool = sodium_init() >= 0

  /// Makes sure that libsodium has chosen its implementations and its source of randomness.
  ///
  /// Traps when libsodium can't be initialised: there is no safe way to go on.
  package static func start() {
    precondition(started, "libsodium could not be initialised")
  }

  /// The version of the linked library, such as `1.0.18`.
  package static var version: String {
    unsafe String(cString: sodium_version_string())
  }

  /// Compares two byte strings in time that depends on their lengths alone.
  package static func equal(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    let count = a.count
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return true }
        return unsafe sodium_memcmp(a, b, count) == 0
      }
    }
  }
}
