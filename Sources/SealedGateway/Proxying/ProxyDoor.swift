internal import SealedPayload

/// Who may use a proxy that signs for its user: programs of this machine, not the web pages that a browser on it shows.
///
/// A page can make a browser send requests to addresses of this machine, and can have a name of its own resolve to them.
public struct ProxyDoor: Sendable {
  /// Origins of web pages that may use the proxy; none unless told.
  public var pages: Set<String> = []

  /// Hosts by which programs may name the proxy, without the port; all if nil.
  public var hosts: Set<String>?

  /// Makes a door for a proxy on this machine.
  public init(pages: Set<String> = [], hosts: Set<String>? = ["localhost", "127.0.0.1", "[::1]"]) {
    (self.pages, self.hosts) = (pages, hosts)
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
    guard hosts?.contains(Self.host(of: head.authority)) ?? true else {
      return ProxyProblem(status: 421, reason: "other-host", "the proxy is not called '\(head.authority)'")
    }
    return nil
  }

  private static func host(of authority: String) -> String {
    let text = authority.lowercased()
    guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return text }
    return String(text[..<colon])
  }
}
