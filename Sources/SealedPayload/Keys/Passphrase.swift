package import SealedCrypto

/// A passphrase in memory that is erased, and in no `String`.
public struct Passphrase: ~Copyable, Sendable {
  package let secret: Secret

  /// Copies the UTF-8 bytes of a passphrase; the caller erases its own.
  public init(copying bytes: Span<UInt8>) {
    secret = Secret(copying: bytes)
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { secret.count == 0 }
}
