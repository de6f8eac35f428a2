internal import Foundation
internal import SealedPayload

/// Host and port of an API, in whichever way a URL may name them.
struct APIAddress: Sendable, Hashable {
  private let scheme: String
  private let host: String
  private let port: Int?

  init(_ issuer: Issuer) {
    scheme = issuer.scheme
    let url = URL(string: issuer.text)
    host = Self.name(url?.host(percentEncoded: false))
    port = url?.port ?? RequestTarget.defaultPort(issuer.scheme)
  }

  /// Whether a request to this URL would reach the API, by whatever scheme; the default port of `http` counts as `https`'s.
  func isReached(by url: URL) -> Bool {
    let url = url.absoluteURL
    guard let scheme = url.scheme?.lowercased(), let port = url.port ?? RequestTarget.defaultPort(scheme),
      Self.name(url.host(percentEncoded: false)) == host, !host.isEmpty
    else { return false }
    return port == self.port || self.port == 443 && port == 80
  }

  /// A host's name without the differences that don't matter to a resolver.
  private static func name(_ host: String?) -> String {
    let name = (host ?? "").lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    return name.hasSuffix(".") ? String(name.dropLast()) : name
  }
}
