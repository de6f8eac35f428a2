internal import SealedCrypto

/// Recursive descent over the text of a `JSONDocument`; unescapes strings in place, where they can only shrink.
struct JSONParser {
  typealias Value = JSONDocument.Value
  typealias Failure = JSONDocument.Failure

  private var index = 0

  /// JSON-text = ws value ws, and nothing else.
  mutating func document(_ text: inout MutableSpan<UInt8>) throws(Failure) -> Value {
    let value = try value(&text, depth: 0)
    skipSpace(text.span)
    guard index == text.count else { throw .syntax(offset: index) }
    return value
  }

  private mutating func value(_ text: inout MutableSpan<UInt8>, depth: Int) throws(Failure) -> Value {
    skipSpace(text.span)
    switch peek(text.span) {
    case UInt8(ascii: "{"): return try object(&text, depth: depth)
    case UInt8(ascii: "["): return try array(&text, depth: depth)
    case UInt8(ascii: "\""): return .string(try string(&text))
    case UInt8(ascii: "t"): return try literal("true", .bool(true), text.span)
    case UInt8(ascii: "f"): return try literal("false", .bool(false), text.span)
    case UInt8(ascii: "n"): return try literal("null", .null, text.span)
    default: return try number(text.span)
    }
  }

  private mutating func object(_ text: inout MutableSpan<UInt8>, depth: Int) throws(Failure) -> Value {
    guard depth < JSONDocument.maximumDepth else { throw .tooDeep(offset: index) }
    index += 1
    var members: [JSONDocument.Member] = []
    var names: Set<[UInt8]> = []
    skipSpace(text.span)
    if take("}", text.span) { return .object([]) }
    repeat {
      skipSpace(text.span)
      guard peek(text.span) == UInt8(ascii: "\"") else { throw .syntax(offset: index) }
      let start = index
      let range = try string(&text)
      // Bytes: Swift compares strings by canonical equivalence, in time that grows with the square of a name of marks.
      let name = [UInt8](copying: text.span.extracting(range))
      guard names.insert(name).inserted else { throw .duplicateMember(offset: start) }
      skipSpace(text.span)
      guard take(":", text.span) else { throw .syntax(offset: index) }
      members.append(
        JSONDocument.Member(
          name: String(decoding: name, as: UTF8.self), value: try value(&text, depth: depth + 1), offset: start))
      skipSpace(text.span)
    } while take(",", text.span)
    guard take("}", text.span) else { throw .syntax(offset: index) }
    return .object(members)
  }

  private mutating func array(_ text: inout MutableSpan<UInt8>, depth: Int) throws(Failure) -> Value {
    guard depth < JSONDocument.maximumDepth else { throw .tooDeep(offset: index) }
    index += 1
    var elements: [JSONDocument.Element] = []
    skipSpace(text.span)
    if take("]", text.span) { return .array([]) }
    repeat {
      skipSpace(text.span)
      let start = index
      elements.append(JSONDocument.Element(value: try value(&text, depth: depth + 1), offset: start))
      skipSpace(text.span)
    } while take(",", text.span)
    guard take("]", text.span) else { throw .syntax(offset: index) }
    return .array(elements)
  }

  /// Reads a string and moves its unescaped bytes to where it starts.
  private mutating func string(_ text: inout MutableSpan<UInt8>) throws(Failure) -> Range<Int> {
    index += 1
    let start = index
    var end = start
    while let byte = peek(text.span) {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return start..<end
      case 0x00..<0x20: throw .syntax(offset: index - 1)
      case UInt8(ascii: "\\"):
        for unit in try escape(text.span).utf8 {
          text[end] = unit
          end += 1
        }
      default:
        text[end] = byte
        end += 1
      }
    }
    throw .syntax(offset: index)
  }

  private mutating func escape(_ text: Span<UInt8>) throws(Failure) -> String {
    guard let byte = peek(text) else { throw .syntax(offset: index) }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(text)
    default: throw .syntax(offset: index - 1)
    }
  }

  private mutating func unicodeEscape(_ text: Span<UInt8>) throws(Failure) -> String {
    let first = try hex4(text)
    if let scalar = UnicodeScalar(first) { return String(scalar) }
    guard (0xD800..<0xDC00).contains(first), take("\\", text), take("u", text) else { throw .syntax(offset: index) }
    let second = try hex4(text)
    guard (0xDC00..<0xE000).contains(second),
      let scalar = UnicodeScalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw .syntax(offset: index) }
    return String(scalar)
  }

  private mutating func hex4(_ text: Span<UInt8>) throws(Failure) -> UInt32 {
    guard text.count - index >= 4 else { throw .syntax(offset: index) }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(UnicodeScalar(text[index])).hexDigitValue else { throw .syntax(offset: index) }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  /// number = [ minus ] int [ frac ] [ exp ], RFC 8259 section 6.
  private mutating func number(_ text: Span<UInt8>) throws(Failure) -> Value {
    let start = index
    _ = take("-", text)
    let digits = skipDigits(text)
    guard !digits.isEmpty, digits.count == 1 || text[digits.lowerBound] != UInt8(ascii: "0")
    else { throw .syntax(offset: start) }
    var whole = true
    if take(".", text) {
      whole = false
      guard !skipDigits(text).isEmpty else { throw .syntax(offset: index) }
    }
    if take("e", text) || take("E", text) {
      whole = false
      if !take("+", text) { _ = take("-", text) }
      guard !skipDigits(text).isEmpty else { throw .syntax(offset: index) }
    }
    // The sign is read along, because the least integer has no positive counterpart.
    guard whole, digits.count <= 19,
      let value = Int64(String(decoding: bytes(text, start..<digits.upperBound), as: UTF8.self))
    else { return .number }
    return .integer(value)
  }

  private mutating func skipDigits(_ text: Span<UInt8>) -> Range<Int> {
    let start = index
    while let byte = peek(text), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return start..<index
  }

  private func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    [UInt8](copying: text.extracting(range))
  }

  private mutating func literal(_ word: String, _ value: Value, _ text: Span<UInt8>) throws(Failure) -> Value {
    for unit in word.utf8 {
      guard peek(text) == unit else { throw .syntax(offset: index) }
      index += 1
    }
    return value
  }

  private func peek(_ text: Span<UInt8>) -> UInt8? { index < text.count ? text[index] : nil }

  private mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
    guard peek(text) == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while let byte = peek(text), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }
}
