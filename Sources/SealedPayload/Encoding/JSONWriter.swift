internal import SealedCrypto

/// Writes JSON, indented, one member a line: members come in the order in which they are written.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var isFirst = true

  /// Starts with room for any file that holds a secret: growing would leave a copy of it behind.
  package init() {
    bytes.reserveCapacity(16_384)
  }

  /// Hands over what was written, and a line end.
  ///
  /// Moved out of the writer: while both held it, the line end would go to a copy, and a secret stay behind in the other.
  package mutating func text() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    var text: [UInt8] = []
    swap(&text, &bytes)
    return text
  }

  /// Writes an object; `body` writes its members.
  package mutating func object(_ body: (inout JSONWriter) -> Void) { nested("{", "}", body) }

  /// Writes the member `name` as an object.
  package mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    nested("{", "}", body)
  }

  /// Writes the member `name` as an array; `body` writes its elements.
  package mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    nested("[", "]", body)
  }

  /// Writes an element that is an object.
  package mutating func elementObject(_ body: (inout JSONWriter) -> Void) {
    separate()
    nested("{", "}", body)
  }

  /// Writes an element that is an array of strings, on one line.
  package mutating func elementStrings(_ values: [String]) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes += ", ".utf8 }
      quote(value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes an element that is a string.
  package mutating func element(_ value: String) {
    separate()
    quote(value)
  }

  /// Writes a string member.
  package mutating func string(_ name: String, _ value: String) {
    key(name)
    quote(value)
  }

  /// Writes an integer member.
  package mutating func integer(_ name: String, _ value: some BinaryInteger) {
    key(name)
    bytes += String(value).utf8
  }

  /// Writes a boolean member.
  package mutating func bool(_ name: String, _ value: Bool) {
    key(name)
    bytes += (value ? "true" : "false").utf8
  }

  /// Writes a null member.
  package mutating func null(_ name: String) {
    key(name)
    bytes += "null".utf8
  }

  /// Writes a member that is JSON already: the name in its quotes, and the value.
  package mutating func raw(_ quotedName: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
    separate()
    bytes += quotedName
    bytes += ": ".utf8
    bytes += value
  }

  /// Writes a member with the unpadded base64url of `value`, which may be secret: it passes through no `String`.
  package mutating func base64URL(_ name: String, _ value: Span<UInt8>) {
    key(name)
    var text = Text.base64(value, .url)
    bytes.append(UInt8(ascii: "\""))
    bytes += text
    bytes.append(UInt8(ascii: "\""))
    text.erase()
  }

  private mutating func nested(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: open))
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { line() }
    isFirst = false
    bytes.append(UInt8(ascii: close))
  }

  private mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes += ": ".utf8
  }

  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    line()
  }

  private mutating func line() {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: depth * 2)
  }

  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        bytes += "\\u".utf8
        bytes += String(repeating: "0", count: 4 - hex.count).utf8
        bytes += hex.utf8
      default: bytes += String(scalar).utf8
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
