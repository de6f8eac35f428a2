internal import SealedPayload

/// Who may use a proxy that signs for its user: programs of this machine, not the web pages that a browser on it shows.
///
/// A page can make a browser send requests to addresses of this machine, and can have a name of its own resolve to them.
public struct ProxyDoor: Sendable {
  /// Origins of web pages that may use the proxy; none unless told.
  public var pages: Set<String> = []

  /// Host names by which programs may call the proxy, in lower case and without a port.
  ///
  /// Addresses are always allowed: no page's own name is one.
  public var names: Set<String>

  /// Makes a door.
  ///
  /// - Parameters:
  ///   - pages: origins of web pages that may use the proxy.
  ///   - names: host names by which programs may call it.
  public init(pages: Set<String> = [], names: Set<String> = ["localhost"]) {
    (self.pages, self.names) = (pages, names)
  }

  /// Why a request may not pass; nil if it may.
  func refusal(of head: RequestHead) -> ProxyProblem? {
    let origins = head.fields.filter { $0.name == "origin" }.map(\.value)
    guard origins.allSatisfy(pages.contains) else {
      return ProxyProblem(status: 403, reason: "web-page", "a web page may use the proxy only if it is named in pages")
    }
    let sites = head.fields.filter { $0.name == "sec-fetch-site" }.map(\.value)
    guard !origins.isEmpty || sites.allSatisfy({ $0 == "none" || $0 == "same-origin" }) else {
      return ProxyProblem(status: 403, reason: "web-page", "a browser asks for a web page that is not the proxy's own")
    }
    let host = Self.host(of: head.authority)
    guard names.contains(host) || NetworkText.isAddress(host, inBrackets: true) else {
      return ProxyProblem(
        status: 421, reason: "other-host", "the proxy is not called '\(head.authority)' unless that is among its names")
    }
    return nil
  }

  private static func host(of authority: String) -> String {
    let text = authority.lowercased()
    guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return text }
    return String(text[..<colon])
  }
}
