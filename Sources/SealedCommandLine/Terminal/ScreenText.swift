/// Lets bytes through to a terminal as long as they are plain text; pieces may split a character.
struct ScreenText {
  /// The end of the last piece, which the next one may complete: part of a character, or a carriage return.
  private var pending: [UInt8] = []

  /// What can be shown of the text so far, or nil if this is not plain text.
  mutating func accept(_ bytes: Span<UInt8>) -> [UInt8]? {
    pending.append(copying: bytes)
    let complete = pending.count - Self.incompleteTail(of: pending)
    let text = Array(pending[..<complete])
    guard Self.isPlain(text) else { return nil }
    pending.removeFirst(complete)
    return text
  }

  /// Whether nothing is left that would need another piece.
  var isFinished: Bool { pending.isEmpty }

  /// How many bytes at the end may need the next piece to be judged.
  private static func incompleteTail(of bytes: [UInt8]) -> Int {
    if bytes.last == UInt8(ascii: "\r") { return 1 }
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      if byte & 0xC0 != 0x80 { return needed > back ? back : 0 }
    }
    return 0
  }

  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    // Swift takes \r\n for one character; a return alone would let a line overwrite itself.
    return text.allSatisfy { character in
      character == "\n" || character == "\r\n" || character == "\t"
        || character.unicodeScalars.allSatisfy { !EscapedText.isControl($0) }
    }
  }
}
