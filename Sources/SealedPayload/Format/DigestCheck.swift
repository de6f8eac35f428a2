internal import SealedCrypto

/// Hashes a body as it arrives and compares at its end.
package struct DigestCheck: ~Copyable, Sendable {
  private let expected: ContentDigest
  private var sha512: SHA512?
  private var sha256: SHA256?

  package init(_ expected: ContentDigest) {
    self.expected = expected
    sha512 = expected.sha512 == nil ? nil : SHA512()
    sha256 = expected.sha256 == nil ? nil : SHA256()
  }

  package mutating func update(_ body: Span<UInt8>) {
    sha512?.update(body)
    sha256?.update(body)
  }

  /// Whether the body was the one that every digest was made of.
  package consuming func matches() -> Bool {
    let (got512, got256) = (sha512.take()?.finish(), sha256.take()?.finish())
    return got512 == expected.sha512 && got256 == expected.sha256
  }
}
