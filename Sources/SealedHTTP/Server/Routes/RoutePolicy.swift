/// What a route asks of its requests.
public enum RoutePolicy: String, Sendable, Hashable, CaseIterable {
  /// Sealed: by whomever. The default of every route.
  case sealed
  /// Sealed, with the proof of a registered client; its body may be streamed.
  case authenticated
  /// Sealed and signed by a registered client, body included; read whole before the application is called.
  case signed
  /// An exception: the request comes as it is, and every hop can read and change it and its answer.
  case unsealed

  /// Whether it asks for a signer.
  public var needsSigner: Bool { self == .authenticated || self == .signed }
}

/// A rule for some of an API's requests; the first that matches counts.
public struct Route: Sendable, Hashable {
  /// The method; every one if nil.
  public let method: String?

  /// A path without its query: that path itself and all below it.
  public let path: String

  /// What is asked.
  public let policy: RoutePolicy

  /// Makes a rule.
  public init(_ method: String? = nil, path: String, policy: RoutePolicy) {
    self.method = method
    self.path = path
    self.policy = policy
  }

  /// Whether a request with a path in normal form falls under it.
  func matches(method: String, path target: String) -> Bool {
    guard self.method == nil || self.method == method else { return false }
    let wanted = Array(path.utf8)
    let asked = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard asked.starts(with: wanted) else { return false }
    return wanted.last == UInt8(ascii: "/") || asked.count == wanted.count
      || asked.dropFirst(wanted.count).first == UInt8(ascii: "/")
  }
}
