#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An IPv4 or IPv6 address out of text, so that two spellings of one address are equal.
struct NetworkAddress: Sendable, Hashable {
  /// 4 bytes, or 16.
  private let bytes: [UInt8]

  /// Reads an address, also one with a port, as some proxies write it; nil for anything else.
  init?(_ text: String) {
    guard let bytes = Self.parse(text) ?? Self.withoutPort(text).flatMap(Self.parse) else {
      return nil
    }
    self.bytes = bytes
  }

  /// What one customer of a network has at least: an IPv4 address, or 64 bits of an IPv6 address.
  var network: [UInt8] { Array(bytes.prefix(8)) }

  /// The address in its usual spelling.
  var text: String {
    var buffer = [CChar](repeating: 0, count: 64)
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard unsafe inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func parse(_ text: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if unsafe inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
    guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
    // ::ffff:a.b.c.d is a.b.c.d, which came over a socket for both families.
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    return isMapped ? Array(bytes[12...]) : bytes
  }

  /// `[2001:db8::1]:443`, `[2001:db8::1]` and `192.0.2.1:443` without what is not the address.
  private static func withoutPort(_ text: String) -> String? {
    if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
      return String(text[text.index(after: text.startIndex)..<close])
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[0]) : nil
  }
}
