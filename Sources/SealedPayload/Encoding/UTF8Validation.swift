/// Whether the bytes are well-formed UTF-8 (RFC 3629): shortest forms, no surrogates, nothing above U+10FFFF.
///
/// Looks in place: key files pass through here, and a `String` could not be erased.
package func isValidUTF8(_ bytes: Span<UInt8>) -> Bool {
  var index = 0
  while index < bytes.count {
    let first = bytes[index]
    let (count, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0x00...0x7F:
      index += 1
      continue
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: return false
    }
    guard bytes.count - index >= count, second.contains(bytes[index + 1]) else { return false }
    for offset in 2..<max(count, 2) where !(0x80...0xBF).contains(bytes[index + offset]) { return false }
    index += count
  }
  return true
}
