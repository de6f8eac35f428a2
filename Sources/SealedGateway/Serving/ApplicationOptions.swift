/// How a gateway asks the API behind it.
public struct ApplicationOptions: Sendable {
  /// The API's scheme, `http` or `https`.
  public var scheme: String

  /// The API's host and port, as the request's Host names it.
  public var authority: String

  /// Tells the API how the request was protected: `sealed`, `authenticated`, `signed` or `unsealed`.
  public var protectionField = "sealed-protection"

  /// Tells the API the name of the client that signed.
  public var clientField = "sealed-client"

  /// Tells the API the public key of the client that signed.
  public var signerField = "sealed-signer"

  /// Makes options for an API.
  public init(scheme: String = "http", authority: String) {
    self.scheme = scheme
    self.authority = authority
  }

  /// Fields that only the gateway may set: whatever a client or a hop says in them is dropped.
  var assertedFields: Set<String> {
    Self.addresses.union(Self.overrides).union([protectionField, clientField, signerField])
  }

  /// Fields by which proxies say where a request comes from, and who sent it.
  private static let addresses: Set<String> = [
    "forwarded", "via", "x-real-ip", "client-cert", "client-cert-chain", "x-client-cert", "true-client-ip",
    "cf-connecting-ip", "x-client-ip", "x-cluster-client-ip", "fastly-client-ip", "remote-user",
  ]

  /// Fields by which a request asks for another method or path than those that were judged.
  private static let overrides: Set<String> = [
    "x-original-url", "x-rewrite-url", "x-http-method-override", "x-http-method", "x-method-override",
  ]
}
