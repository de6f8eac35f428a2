public import SealedPayload

/// How a server works; the defaults are the safe choice.
public struct ServerOptions: Sendable {
  /// Rules for some requests; all others have to be sealed.
  public var routes: [Route] = []

  /// What is accepted at most.
  public var limits = ServerLimits()

  /// Names of the API (host and port) that requests may carry inside, besides that of its origin.
  public var authorities: Set<String> = []

  /// The path of the tunnel, in which hops see neither method nor path of a request; none if nil.
  public var tunnelPath: String?

  /// Undoes what a known hop does to paths: gets the path and query that came, gives those that the client used.
  public var mapsOuterTarget: @Sendable (String) -> String = { $0 }

  /// Addresses of proxies whose X-Forwarded-For counts.
  public var trustedProxies: Set<PeerAddress> = []

  /// Fields of hops that reach the application, marked untrusted.
  public var untrustedFields: Set<String> = ["traceparent", "tracestate"]

  /// How lengths of answers are hidden.
  public var padding = Padding.standard

  /// Whether answers are signed with the response key of the key configuration: the client then has receipts.
  public var signsResponses = false

  /// Whether hops see status 200 whatever the answer is.
  public var alwaysShows200 = false

  /// Which web pages may call the API.
  public var crossOrigin = CrossOriginPolicy()

  /// Is told of every refusal, with its reason, for a log of this machine: never for the peer.
  public var diagnostics: (@Sendable (ServerDiagnosis) -> Void)?

  /// Makes the defaults.
  public init() {}

  /// The same, with the name that the origin has.
  func completed(for issuer: Issuer) -> ServerOptions {
    var options = self
    options.authorities.insert(issuer.authority)
    options.trustedProxies = Set(trustedProxies.map { PeerAddress(NetworkAddress($0.host)?.text ?? $0.host) })
    return options
  }

  /// How requests to an API with this origin are opened.
  func opening(for issuer: Issuer) -> OpeningOptions {
    OpeningOptions(
      limits: OpeningLimits(body: limits.body), usesAllCores: false, allowsPlainHTTP: issuer.scheme == "http")
  }
}

/// A refusal, as a log of this machine may have it: no plaintext, no key, no token.
public struct ServerDiagnosis: Sendable, Hashable {
  /// The reason that the client was given.
  public let reason: String
  /// The rule that was broken, where that is known.
  public let diagnosis: String?
  /// Where the request came from.
  public let source: PeerAddress
}
