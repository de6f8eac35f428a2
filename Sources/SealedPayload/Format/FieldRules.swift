/// Names and values of fields (RFC 9110 section 5), and the names that don't belong inside.
package enum FieldRules {
  static func check(_ field: HeaderField) throws(HeadProblem) {
    var hasUnderscore = false
    for byte in field.name.utf8 {
      guard isTokenCharacter(byte), !isUpperCase(byte) else { throw .fieldName }
      hasUnderscore = hasUnderscore || byte == UInt8(ascii: "_")
    }
    guard !field.name.isEmpty else { throw .fieldName }
    guard !(hasUnderscore ? isLookalike(field.name) : isOfConnection(field.name))
    else { throw .forbiddenField(field.name) }
    guard isValue(field.rawValue) else { throw .fieldValue(field.name) }
  }

  /// Names that gateways to programs, which write hyphens and underscores alike, would take for a forbidden one.
  private static func isLookalike(_ name: String) -> Bool {
    let folded = String(name.map { $0 == "_" ? "-" : $0 })
    return isOfConnection(folded) || folded == "content-length" || folded == ContentDigest.fieldName
  }

  /// Fields of a connection, of HTTP's framing, or of this protocol.
  private static func isOfConnection(_ name: String) -> Bool {
    switch name {
    case "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect", "host",
      "sealed-payload", "proxy", "http2-settings":
      true
    default: name.hasPrefix("proxy-")
    }
  }

  /// token = 1*tchar, RFC 9110 section 5.6.2.
  package static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenCharacter)
  }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x41...0x5A: true
    case 0x2D, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  private static func isUpperCase(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// No control characters but HTAB, no white space at the ends, RFC 9110 section 5.5.
  package static func isValue(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    guard first != 0x20, first != 0x09, last != 0x20, last != 0x09 else { return false }
    return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  /// The number in a content-length: `0` or at most 19 digits without a leading zero; nil for anything else.
  package static func contentLength(_ field: HeaderField) -> UInt64? {
    let digits = field.rawValue
    guard (1...19).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != 0x30
    else { return nil }
    return UInt64(field.value)
  }
}
