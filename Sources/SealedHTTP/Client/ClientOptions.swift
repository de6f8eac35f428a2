public import SealedPayload

/// How a client seals and what it accepts; the defaults are the safe choice.
public struct ClientOptions: Sendable {
  /// Where requests travel whose method and path shall be hidden too.
  public enum Tunnel: Sendable, Hashable {
    /// Nowhere: method and path stay visible, so that hops can route.
    case off
    /// By POST to this path, if a request without content is too large for a field.
    case forLargeHeads(path: String)
    /// By POST to this path, all of them.
    case always(path: String)
  }

  /// What must be signed by a key that the API's key configuration lists.
  public enum ResponseSignatures: Sendable, Hashable {
    /// Nothing must be; what is signed must be signed right.
    case optional
    /// The head of every response and verdict.
    case head
    /// The head and, by its digest, the body: provable to a third party.
    ///
    /// Streams, whose body isn't known when their head is signed, have no digest.
    case headAndBody
  }

  /// Who signs requests; nobody unless told.
  public var signer: SigningKey?

  /// How lengths are hidden.
  public var padding = Padding.standard

  /// Whether every message has a key exchange of its own, so that hops can't tell which messages belong together.
  public var unlinkable = false

  /// Seconds that a key exchange is used for, 600 at most.
  public var sessionSeconds = ClientLimits.sessionSeconds

  /// Messages that a key exchange is used for, 10,000 at most.
  public var sessionMessages = ClientLimits.sessionMessages

  /// Whether only X-Wing, which withstands quantum computers, may be used.
  public var requiresXWing = false

  /// The ciphers that may be used.
  public var ciphers: Set<Cipher> = [.chaCha20Poly1305, .aes256GCM]

  /// Fields that appear only inside, besides `authorization`, `cookie`, `x-api-key` and others of that kind.
  ///
  /// They count as credentials: requests in which they differ share no session.
  public var additionalPrivateFields: Set<String> = []

  /// Whether all fields appear only inside, besides those of trace context.
  public var hidesAllFields = false

  /// Whether method and path are hidden too.
  public var tunnel = Tunnel.off

  /// What must be signed.
  public var responseSignatures = ResponseSignatures.optional

  /// Bytes of a response's body at most, as sealed: padding and all.
  public var maximumResponseByteCount = OpeningLimits().body

  /// Seconds that a call may wait because an answer says `Retry-After`.
  public var longestWait: UInt64 = 30

  /// Authorities (`host[:port]`) that belong to the API besides its issuer's.
  public var additionalAuthorities: Set<String> = []

  /// Whether the issuer may be `http`: for local work.
  public var allowsPlainHTTPForLocalWork = false

  /// Makes the defaults, with a signer if there is one.
  public init(signer: SigningKey? = nil) {
    self.signer = signer
  }

  var sealing: SealingOptions {
    SealingOptions(signer: signer, padding: padding, allowsPlainHTTP: allowsPlainHTTPForLocalWork)
  }

  var opening: OpeningOptions {
    OpeningOptions(
      limits: OpeningLimits(body: maximumResponseByteCount), allowsPlainHTTP: allowsPlainHTTPForLocalWork)
  }

  func allows(_ keyExchange: KeyExchange, _ cipher: Cipher) -> Bool {
    (!requiresXWing || keyExchange == .xWing) && ciphers.contains(cipher)
  }

  func check(_ issuer: Issuer) throws(ClientSetupError) {
    guard issuer.isOrigin else { throw .issuerIsNoOrigin }
    guard issuer.scheme == "https" || allowsPlainHTTPForLocalWork else { throw .plainHTTP }
    guard (1...ClientLimits.sessionSeconds).contains(sessionSeconds),
      (1...ClientLimits.sessionMessages).contains(sessionMessages)
    else { throw .sessionBounds }
    switch tunnel {
    case .off: break
    case .forLargeHeads(let path), .always(let path): guard TargetRules.isPath(path) else { throw .tunnelPath }
    }
  }
}
