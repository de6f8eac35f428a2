public import SealedPayload

/// The keys of an API as a server uses them: fixed, or from a folder that is rotated while it runs.
public protocol ServerKeySource: Sendable {
  /// The API's origin, which every key of the ring belongs to.
  var issuer: Issuer { get }

  /// The private keys that requests are opened with. A key is in it before `published` lists it.
  var ring: KeyRing { get }

  /// What clients get, and what signs responses.
  var published: PublishedKeys { get }

  /// Takes up what changed and retires what is past its life; called before the first request of every second.
  ///
  /// - Parameter now: seconds since 1970.
  func refresh(at now: UInt64)
}

/// What an API publishes, and the private key that belongs to it.
public struct PublishedKeys: Sendable {
  /// The signed key configuration, as `/.well-known/sealed-payload-keys` serves it.
  public let configuration: [UInt8]

  /// Until when it may be used: seconds since 1970.
  public let expiry: UInt64

  /// Signs responses, if the configuration lists its public half.
  public let responseSigner: SigningKey?

  /// Makes it.
  public init(configuration: [UInt8], expiry: UInt64, responseSigner: SigningKey? = nil) {
    self.configuration = configuration
    self.expiry = expiry
    self.responseSigner = responseSigner
  }
}
