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

  /// How much it asks for.
  var strictness: Int {
    switch self {
    case .unsealed, .sealed: 0
    case .authenticated: 1
    case .signed: 2
    }
  }
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

  /// Whether a request with a path in normal form falls under it, read to the letter.
  func matches(method: String, path target: String) -> Bool {
    (self.method == nil || self.method == method) && matches(Array(path.utf8), target.utf8)
  }

  /// Whether an API that reads requests more freely would take it for one of these: methods and letters in any case, HEAD as
  /// GET, segments without what follows a semicolon.
  func matchesFreely(method: String, path target: String) -> Bool {
    let asked = method.uppercased()
    guard self.method == nil || self.method == (asked == "HEAD" ? "GET" : asked) || self.method == asked
    else { return false }
    return matches(Array(path.lowercased().utf8), TargetParameters.removed(from: target).lowercased().utf8)
  }

  private func matches(_ wanted: [UInt8], _ target: String.UTF8View) -> Bool {
    let asked = target.prefix { $0 != UInt8(ascii: "?") }
    guard asked.starts(with: wanted) else { return false }
    return wanted.last == UInt8(ascii: "/") || asked.count == wanted.count
      || asked.dropFirst(wanted.count).first == UInt8(ascii: "/")
  }
}

/// What follows a semicolon in a segment: some servers take it for a parameter, and drop it before they look for `..`
/// (RFC 3986 section 3.3).
enum TargetParameters {
  static func removed(from target: String) -> String {
    guard target.utf8.contains(UInt8(ascii: ";")) else { return target }
    let path = target.prefix { $0 != "?" }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    return segments.map { $0.prefix { $0 != ";" } }.joined(separator: "/") + target.dropFirst(path.count)
  }

  /// Whether a server that drops parameters would read another path: one with an empty segment or one of dots.
  static func hideOtherPath(in target: String) -> Bool {
    guard target.utf8.contains(UInt8(ascii: ";")) else { return false }
    let path = target.prefix { $0 != "?" }
    return path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
      .contains { $0.contains(";") && ["", ".", ".."].contains($0.prefix { $0 != ";" }) }
  }
}
