internal import Foundation

/// Scheme, authority and path of a URL, in the one form that sealed heads have (RFC 3986 section 6.2.2).
struct RequestTarget: Sendable, Hashable {
  let scheme: String
  /// Host and, unless it is the scheme's default, port.
  let authority: String
  /// Path and query; the fragment stays with the client.
  let path: String

  /// Nil for a URL without a host, or with a user in it.
  init?(_ url: URL) {
    let url = url.absoluteURL
    guard let scheme = url.scheme?.lowercased(), let host = url.host(percentEncoded: true)?.lowercased(),
      !host.isEmpty, url.user == nil, url.password == nil
    else { return nil }
    self.scheme = scheme
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    let port = url.port.flatMap { $0 == Self.defaultPort(scheme) ? nil : $0 }
    authority = port.map { "\(name):\($0)" } ?? name
    let path = url.path(percentEncoded: true)
    let query = url.query(percentEncoded: true).map { "?\($0)" } ?? ""
    self.path = Self.normal((path.isEmpty ? "/" : path) + query)
  }

  /// The port that a URL without one means.
  static func defaultPort(_ scheme: String) -> Int? {
    switch scheme {
    case "https", "wss": 443
    case "http", "ws": 80
    default: nil
    }
  }

  /// The same target with nothing encoded that needn't be, and everything else in upper-case digits.
  private static func normal(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var normal: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let value = byte == UInt8(ascii: "%") ? decoded(bytes[(index + 1)...].prefix(2)) : nil
      if let value, isUnreserved(value) {
        normal.append(value)
      } else if value == nil, isAllowed(byte) {
        normal.append(byte)
      } else {
        let digits = Array(String(value ?? byte, radix: 16, uppercase: true).utf8)
        normal += [UInt8(ascii: "%")] + (digits.count == 1 ? [UInt8(ascii: "0")] : []) + digits
      }
      index += value == nil ? 1 : 3
    }
    return String(decoding: normal, as: UTF8.self)
  }

  private static func decoded(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-._~".utf8.contains(byte)
    }
  }

  /// What may stand in a path or query as it is.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "!$&'()*+,;=:@/?".utf8.contains(byte)
  }
}
