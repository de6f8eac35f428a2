/// Host and port, as in the field `host` (RFC 9110 section 7.2, RFC 3986 section 3.2).
enum Authority {
  /// Whether the bytes are a host and perhaps a port, without user information.
  static func isValid(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return false }
    let hostEnd: Int
    if first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2,
        bytes[1..<close].allSatisfy(isIPv6Byte)
      else { return false }
      hostEnd = close + 1
    } else {
      hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      guard hostEnd > 0, bytes[..<hostEnd].allSatisfy(isNameByte) else { return false }
    }
    return hostEnd == bytes.count || bytes[hostEnd] == UInt8(ascii: ":") && isPort(bytes[(hostEnd + 1)...])
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (1...5).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 65535
  }

  private static func isIPv6Byte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// Letters, digits, `-._~`, percent signs and sub-delimiters, except the comma, which joins fields.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "%"): true
    case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
