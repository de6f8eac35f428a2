/// Why a client can't be made.
@nonexhaustive
public enum ClientSetupError: Error, Sendable, Hashable {
  /// The issuer is a name, not an origin.
  case issuerIsNoOrigin
  /// The issuer is `http`, which only `ClientOptions.allowsPlainHTTPForLocalWork` permits.
  case plainHTTP
  /// No identity key is pinned.
  case noPins
  /// The tunnel's path is not in normal form.
  case tunnelPath
  /// Sessions last at most 600 s and 10,000 messages, and at least one of each.
  case sessionBounds
}

extension ClientSetupError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .issuerIsNoOrigin: "a client needs an origin such as https://api.example.com as issuer"
    case .plainHTTP: "the issuer is http; use https, or allow it by name for local work"
    case .noPins: "pin at least one identity key of the API; its operator publishes it as ed25519:..."
    case .tunnelPath: "the tunnel's path must start with / and be in normal form"
    case .sessionBounds:
      "a session has 1 to \(ClientLimits.sessionSeconds) s and 1 to \(ClientLimits.sessionMessages) messages"
    }
  }
}
