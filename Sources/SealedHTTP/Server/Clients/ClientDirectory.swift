public import SealedPayload

/// Knows the clients of an API by the keys they sign with; asked for every signed message, so a revocation counts at once.
public protocol ClientDirectory: Sendable {
  /// Whose key it is; nil for a key that is not, or no longer, a client's: its messages are refused as `forbidden`.
  func client(signingWith key: VerifyingKey) async -> RegisteredClient?
}

/// A client of the API.
public struct RegisteredClient: Sendable, Hashable {
  /// Its name: what the application and the log call it.
  public let name: String

  /// The key that it signs with.
  public let key: VerifyingKey

  /// Makes one.
  public init(name: String, key: VerifyingKey) {
    self.name = name
    self.key = key
  }
}

/// Takes every signer for a client named by its key; whether that key may do what it asks is then the application's to judge.
public struct AnySignerForTheApplicationToJudge: ClientDirectory {
  /// Makes it.
  public init() {}

  /// A client named by the key.
  public func client(signingWith key: VerifyingKey) async -> RegisteredClient? {
    RegisteredClient(name: key.description, key: key)
  }
}
