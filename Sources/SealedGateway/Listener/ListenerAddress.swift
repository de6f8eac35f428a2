/// Where a listener listens.
public struct ListenerAddress: Sendable, Hashable {
  /// An address of this machine, or a name for one; IPv6 without brackets.
  public let host: String
  /// The port; 0 lets the system choose.
  public let port: UInt16

  /// Makes an address.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
  public init(_ text: String) throws(ListenerError) {
    guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
      throw .badAddress(text)
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw .badAddress(text)
    }
    guard !host.isEmpty else { throw .badAddress(text) }
    self.init(host: String(host), port: port)
  }

  /// Strict: digits alone, as `UInt16.init` takes a sign too.
  private static func port(_ text: Substring) -> UInt16? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? UInt16(text) : nil
  }
}

extension ListenerAddress: CustomStringConvertible {
  /// `HOST:PORT`.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
