extension JSONSource {
  /// The characters of a string in UTF-8, single surrogates as three bytes each; nil if the value is no string.
  func string(_ value: Value, most: Int = .max) -> [UInt8]? {
    guard value.count <= most else { return nil }
    return characters(of: value, upTo: value.upperBound)
  }

  /// The first characters of a string; nil if the value is no string.
  func beginning(of value: Value) -> [UInt8]? { characters(of: value, upTo: value.lowerBound + 256) }

  private func characters(of value: Value, upTo end: Int) -> [UInt8]? {
    guard value.count >= 2, text[value.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let end = min(end, value.upperBound - 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end - value.lowerBound)
    var index = value.lowerBound + 1
    while index < end {
      let byte = text[index]
      if byte == UInt8(ascii: "\\") {
        append(unescaped(&index), to: &bytes)
      } else {
        bytes.append(byte)
        index += 1
      }
    }
    return bytes
  }

  /// A string that is meant for people.
  func text(_ value: Value?) -> String? {
    value.flatMap { string($0, most: HARLimits.messageText) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The code point of an escape, which starts at `index`; the two of a pair are one.
  private func unescaped(_ index: inout Int) -> UInt32 {
    let letter = text[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): break
    default: return UInt32(letter)
    }
    let unit = codeUnit(index)
    index += 4
    guard (0xD800..<0xDC00).contains(unit), text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
    else { return unit }
    let second = codeUnit(index + 2)
    guard (0xDC00..<0xE000).contains(second) else { return unit }
    index += 6
    return 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00)
  }

  private func codeUnit(_ start: Int) -> UInt32 {
    text[start..<start + 4].reduce(0) { $0 << 4 | (JSONGrammar.hexValue($1) ?? 0) }
  }

  private func append(_ point: UInt32, to bytes: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(point >> shift & 0x3F) }
    switch point {
    case 0..<0x80: bytes.append(UInt8(point))
    case 0x80..<0x800: bytes += [0xC0 | UInt8(point >> 6), tail(0)]
    case 0x800..<0x10000: bytes += [0xE0 | UInt8(point >> 12), tail(6), tail(0)]
    default: bytes += [0xF0 | UInt8(point >> 18), tail(12), tail(6), tail(0)]
    }
  }
}
