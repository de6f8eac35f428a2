/// Paths in the one form that heads may have (RFC 3986, normalised).
package enum TargetRules {
  /// Path and optional query: from `/`, only the last segment empty, nothing encoded that needn't be.
  package static func isPath(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "/") else { return false }
    let queryStart = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    let path = bytes[..<queryStart]
    guard areEncoded(path, { isPathCharacter($0) || $0 == UInt8(ascii: "/") }),
      !hasEncoded(path, { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 || $0 == 0x7F }), areSegmentsNormal(path)
    else { return false }
    let query = bytes[queryStart...].dropFirst()
    return areEncoded(query) { isPathCharacter($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
  }

  private static func areSegmentsNormal(_ path: ArraySlice<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    var start = path.startIndex + 1
    while true {
      let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
      let isDots = end - start <= 2 && path[start..<end].allSatisfy { $0 == dot }
      if end == path.endIndex { return !isDots || start == end }
      if isDots { return false }
      start = end + 1
    }
  }

  /// Whether all characters are allowed, or encoded because they have to be: `%` and two upper-case digits, not for an
  /// unreserved character, not for NUL.
  private static func areEncoded(_ bytes: ArraySlice<UInt8>, _ isAllowed: (UInt8) -> Bool) -> Bool {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%") {
        guard let value = decoded(bytes, at: index), !isUnreserved(value), value != 0 else { return false }
        index += 3
      } else {
        guard isAllowed(bytes[index]) else { return false }
        index += 1
      }
    }
    return true
  }

  private static func hasEncoded(_ bytes: ArraySlice<UInt8>, _ isRefused: (UInt8) -> Bool) -> Bool {
    bytes.indices.contains { bytes[$0] == UInt8(ascii: "%") && decoded(bytes, at: $0).map(isRefused) == true }
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt8? {
    guard bytes.endIndex - index >= 3, let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
    else { return nil }
    return high << 4 | low
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// unreserved, RFC 3986 section 2.3.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// sub-delims, RFC 3986 section 2.2.
  private static func isSubDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true
    default: false
    }
  }

  /// pchar without its encoded form, RFC 3986 section 3.3.
  private static func isPathCharacter(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || isSubDelimiter(byte) || byte == 0x3A || byte == 0x40
  }
}
