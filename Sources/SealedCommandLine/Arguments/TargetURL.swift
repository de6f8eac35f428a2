/// The URL of a request, taken apart as a sealed head wants it.
package struct TargetURL: Equatable, Sendable {
  /// `https` or `http`.
  package let scheme: String

  /// Host and, unless it is the scheme's default, port.
  package let authority: String

  /// Path and query, from `/`.
  package let path: String

  /// Takes an absolute URL; what means the same is brought into one form: the case of scheme and host, a default port,
  /// an empty path.
  ///
  /// - Parameter name: what the command line calls it.
  package init(_ text: String, named name: String) throws(UsageError) {
    guard let colon = text.range(of: "://") else {
      throw Self.refused(name, "it has no scheme and host", "write it whole, https://host/path")
    }
    scheme = text[..<colon.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else {
      throw Self.refused(name, "its scheme is not https", "write it whole, https://host/path")
    }
    let rest = text[colon.upperBound...]
    guard !rest.contains("#") else {
      throw Self.refused(name, "it has a fragment, which no server sees", "leave out # and what follows")
    }
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.contains("@") else {
      throw Self.refused(
        name, "it has user information", "leave out what stands before @, and use -H 'authorization: ...'")
    }
    authority = Self.withoutDefaultPort(host.lowercased(), of: scheme)
    let path = rest[host.endIndex...]
    self.path = path.hasPrefix("/") ? String(path) : "/" + path
  }

  /// Scheme, host and port, as a key configuration names its API.
  package var origin: String { "\(scheme)://\(authority)" }

  private static func withoutDefaultPort(_ host: String, of scheme: String) -> String {
    for port in [scheme == "https" ? ":443" : ":80", ":"] where host.hasSuffix(port) {
      return String(host.dropLast(port.count))
    }
    return host
  }

  private static func refused(_ name: String, _ problem: String, _ remedy: String) -> UsageError {
    .unusable(name, problem: problem, remedy: remedy)
  }
}

extension StringProtocol {
  /// Where `other` stands for the first time.
  fileprivate func range(of other: String) -> Range<Index>? { ranges(of: other).first }
}
