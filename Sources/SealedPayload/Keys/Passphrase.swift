internal import SealedCrypto

/// A passphrase in memory that is erased with its last holder, and in no `String`.
public final class Passphrase: Sendable {
  private let secret: Secret

  /// Copies the UTF-8 bytes of a passphrase; the caller erases its own.
  public init(copying bytes: Span<UInt8>) {
    secret = Secret(copying: bytes)
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { secret.count == 0 }

  func withBytes<R: ~Copyable>(_ body: (Span<UInt8>) -> R) -> R { secret.withBytes(body) }
}
