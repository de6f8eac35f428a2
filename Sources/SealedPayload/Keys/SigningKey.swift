package import SealedCrypto

/// An Ed25519 key that signs messages.
///
/// Shared by the threads that use it; erased when the last holder lets go.
public final class SigningKey: Sendable {
  private let secretKey: GuardedSecret

  /// The public half.
  public let publicKey: VerifyingKey

  /// Draws a new key.
  public convenience init() {
    self.init(seed: Secret(random: Ed25519.seedByteCount))
  }

  /// Takes the 32-byte seed that RFC 8032 calls the private key.
  package init(seed: consuming Secret) {
    let secretKey = seed.withBytes { Ed25519.secretKey(seed: $0) }
    publicKey = VerifyingKey(computed: secretKey.withBytes { [UInt8](copying: $0.extracting(last: 32)) })
    self.secretKey = GuardedSecret(secretKey)
  }

  package func sign(_ message: [UInt8]) -> [UInt8] {
    secretKey.withBytes { key in message.withSpan { Ed25519.sign($0, secretKey: key) } }
  }

  /// Calls `body` with the seed: for key files.
  func withSeed<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try secretKey.withBytes { (key) throws(E) in try body(key.extracting(first: Ed25519.seedByteCount)) }
  }
}

extension SigningKey: CustomStringConvertible {
  /// The public half.
  public var description: String { publicKey.description }
}
