internal import SealedCrypto
internal import SealedPayload

/// A sealed message as a browser exported it, in a string of JSON.
enum CarriedMessage {
  /// The bytes of a message.
  case message([UInt8])

  /// It was one, and can't be one again; why.
  case lost(String)

  /// Looks for a message in the body of a request or a response.
  ///
  /// - Parameters:
  ///   - text: the characters in UTF-8, single surrogates as three bytes each.
  ///   - isBase64: whether the export says that the text is base64.
  ///   - isDeclared: whether the content type is that of a sealed message.
  /// - Returns: nil if there is nothing sealed.
  static func find(inBody text: [UInt8]?, isBase64: Bool, isDeclared: Bool) -> CarriedMessage? {
    guard let text, !text.isEmpty else { return isDeclared ? .lost("the export has no body") : nil }
    let forms: [([UInt8]) -> [UInt8]?] = isBase64 ? [base64] : [codePoints, escapedBytes, base64, armor]
    for form in forms {
      if let message = form(text), message.starts(with: Prelude.magic) { return .message(message) }
    }
    if !isBase64 && text.starts(with: Prelude.magic) { return .lost("the export replaced bytes of the body") }
    return isDeclared ? .lost("the body in the export is not a sealed message") : nil
  }

  /// Whether a text that begins like this may hold a message in one of the forms.
  static func mayBegin(with text: [UInt8]) -> Bool {
    let start = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    return ["SPL\u{1}", "U1BM", "-----BEGIN SEALED"].contains { start.starts(with: $0.utf8) }
  }

  /// Reads the value of a `Sealed-Payload` header.
  static func find(inHeader value: [UInt8]) -> CarriedMessage {
    HeaderCarrier.decode(value).map { .message($0) } ?? .lost("the header's value is not a byte sequence")
  }

  /// Each byte as the character of that number: how most browsers write binary bodies.
  private static func codePoints(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let first = text[index]
      if first < 0x80 {
        bytes.append(first)
        index += 1
      } else {
        guard first == 0xC2 || first == 0xC3, index + 1 < text.count else { return nil }
        bytes.append(first << 6 | text[index + 1] & 0x3F)
        index += 2
      }
    }
    return bytes
  }

  /// UTF-8, in which bytes that are none stand as single surrogates U+DC80 to U+DCFF: how some proxies write bodies.
  ///
  /// Nil where bytes were replaced.
  private static func escapedBytes(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let rest = text[index...].prefix(3)
      if rest.elementsEqual([0xEF, 0xBF, 0xBD]) { return nil }
      if rest.first == 0xED, let second = rest.dropFirst().first, second >= 0xA0, let third = rest.dropFirst(2).first {
        guard second == 0xB2 || second == 0xB3 else { return nil }
        // U+DC80 to U+DCFF end in the byte.
        bytes.append(second << 6 | third & 0x3F)
        index += 3
      } else {
        bytes.append(text[index])
        index += 1
      }
    }
    return bytes
  }

  private static func base64(_ text: [UInt8]) -> [UInt8]? { text.withSpan { Text.decodeBase64($0, .padded) } }

  private static func armor(_ text: [UInt8]) -> [UInt8]? {
    guard text.withSpan({ Armor.isArmored($0) }) == true else { return nil }
    var message: [UInt8] = []
    do throws(FormatError) {
      var decoder = ArmorDecoder()
      try text.withSpan { (text) throws(FormatError) in try decoder.read(text, into: &message) }
      try decoder.finish()
      return message
    } catch {
      return nil
    }
  }
}
