internal import SealedPayload

/// Where a `CurlTransport` sends its requests.
public enum UpstreamRoute: Sendable, Hashable {
  /// To the scheme and authority that each request names.
  case authority

  /// Over TCP to this address, whatever a request names; the Host field and TLS's name are the request's authority.
  case connect(to: UpstreamAddress)

  /// All to one origin, whatever a request names; the Host field is `host`, or the origin's authority if that is nil.
  case origin(UpstreamOrigin, host: String? = nil)
}

/// A scheme and an authority: `http://127.0.0.1:3000`.
public struct UpstreamOrigin: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String

  /// A name in lower case or an address, and a port unless it is the scheme's own.
  public let authority: String

  /// Reads an origin; nil if the text is none, or has more than an origin in it.
  public init?(_ text: String) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    self.init(scheme: String(parts[0]), authority: String(parts[1]))
  }

  init?(scheme: String, authority: String) {
    guard scheme == "https" || scheme == "http", AuthorityRules.isAuthority(authority) else { return nil }
    (self.scheme, self.authority) = (scheme, authority)
  }

  /// The origin as text.
  public var description: String { "\(scheme)://\(authority)" }
}

/// A host and a port: `127.0.0.1:8443`.
public struct UpstreamAddress: Sendable, Hashable, CustomStringConvertible {
  /// The address as text.
  public let description: String

  /// Reads an address; nil unless the text is `HOST:PORT`.
  public init?(_ text: String) {
    let last = text.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
    guard AuthorityRules.isAuthority(text), text.contains(":"), !last.isEmpty, last.utf8.last != UInt8(ascii: "]")
    else { return nil }
    description = text
  }
}
