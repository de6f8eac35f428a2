/// The characters of RFC 9110 section 5.
enum FieldText {
  /// The token in lower case; nil if it is none.
  static func lowercasedToken(_ bytes: Span<UInt8>) -> String? {
    guard isToken(bytes) else { return nil }
    return text(bytes) { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The token as it is; nil if it is none.
  static func token(_ bytes: Span<UInt8>) -> String? {
    guard isToken(bytes) else { return nil }
    return text(bytes) { $0 }
  }

  /// The value without the space around it; nil if it has other control characters than tabs.
  static func value(_ bytes: Span<UInt8>) -> [UInt8]? {
    var start = 0
    var end = bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    for index in start..<end where bytes[index] < 0x20 && bytes[index] != 0x09 || bytes[index] == 0x7F { return nil }
    let range = bytes.extracting(start..<end)
    return [UInt8](capacity: range.count) { output in
      for index in range.indices { output.append(range[index]) }
    }
  }

  /// Whether the bytes are those of the text, without regard to the case of ASCII letters; the text is in lower case.
  static func equals(_ bytes: [UInt8], _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for index in bytes.indices where unsafe lower(bytes[index]) != text.utf8Start[index] { return false }
    return true
  }

  static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isToken(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0 else { return false }
    for index in bytes.indices where !isTokenByte(bytes[index]) { return false }
    return true
  }

  /// `tchar`: letters, digits and !#$%&'*+-.^_`|~ as bits.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<64: 0x03FF_6CFA_0000_0000 >> UInt64(byte) & 1 == 1
    case 64..<128: 0x57FF_FFFF_C7FF_FFFE >> UInt64(byte - 64) & 1 == 1
    default: false
    }
  }

  private static func text(_ bytes: Span<UInt8>, _ change: (UInt8) -> UInt8) -> String {
    unsafe String(unsafeUninitializedCapacity: bytes.count) { buffer in
      for index in bytes.indices { unsafe buffer[index] = change(bytes[index]) }
      return bytes.count
    }
  }
}

extension FieldText {
  /// Whether a field of a response may have this name: a token in lower case.
  static func isLowercaseName(_ name: String) -> Bool {
    let bytes = name.utf8
    return !bytes.isEmpty && bytes.allSatisfy { isTokenByte($0) && lower($0) == $0 }
  }

  /// Whether a field of a response may have this value: no control characters but tabs, no space at the ends.
  static func isValue(_ value: [UInt8]) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    return !isSpace(first) && !isSpace(last) && value.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }
}
