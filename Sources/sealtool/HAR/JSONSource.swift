internal import SealedCrypto

/// A JSON text whose values are looked up where they stand, so that what isn't changed can be copied as it is.
struct JSONSource {
  /// A value: where it stands in the text.
  typealias Value = Range<Int>

  /// A member of an object.
  struct Member {
    /// The name as text; what isn't a character is U+FFFD.
    let name: String
    /// The name as it stands, in quotes.
    let rawName: Range<Int>
    let value: Value
  }

  /// The whole text.
  let text: [UInt8]

  /// The outermost value.
  let root: Value

  /// Takes a text; nil if it is not JSON, or nested more deeply than that.
  ///
  /// A byte order mark before it is passed over, as HAR 1.2 asks for.
  init?(_ text: [UInt8], depth: Int) {
    let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard text.withSpan({ JSONGrammar.fault(in: $0, from: start, depth: depth) }) == nil else { return nil }
    self.text = text
    root = start..<text.count
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// The bytes of a value as they stand.
  func slice(_ range: Range<Int>) -> ArraySlice<UInt8> { text[range] }

  /// The members of an object; nil if it is none, has more than `most`, or two of one name.
  func members(_ value: Value, most: Int) -> [Member]? {
    var index = skipSpace(value.lowerBound)
    guard index < value.upperBound, text[index] == UInt8(ascii: "{") else { return nil }
    var (members, names): ([Member], Set<[UInt8]>) = ([], [])
    index = skipSpace(index + 1)
    while text[index] != UInt8(ascii: "}") {
      if text[index] == UInt8(ascii: ",") { index = skipSpace(index + 1) }
      let rawName = index..<end(of: index)
      // Behind the name stand a colon and a value: the grammar was checked.
      let start = skipSpace(skipSpace(rawName.upperBound) + 1)
      let name = string(rawName) ?? []
      guard members.count < most, names.insert(name).inserted else { return nil }
      let member = Member(
        name: String(decoding: name, as: UTF8.self), rawName: rawName, value: start..<end(of: start))
      members.append(member)
      index = skipSpace(member.value.upperBound)
    }
    return members
  }

  /// The elements of an array; nil if it is none, or has more than `most`.
  func elements(_ value: Value, most: Int) -> [Value]? {
    var index = skipSpace(value.lowerBound)
    guard index < value.upperBound, text[index] == UInt8(ascii: "[") else { return nil }
    var elements: [Value] = []
    index = skipSpace(index + 1)
    while text[index] != UInt8(ascii: "]") {
      if text[index] == UInt8(ascii: ",") { index = skipSpace(index + 1) }
      guard elements.count < most else { return nil }
      let element = index..<end(of: index)
      elements.append(element)
      index = skipSpace(element.upperBound)
    }
    return elements
  }

  private func skipSpace(_ start: Int) -> Int {
    var index = start
    while index < text.count, Self.isSpace(text[index]) { index += 1 }
    return index
  }

  /// Where the value that starts at `start` ends.
  private func end(of start: Int) -> Int {
    switch text[start] {
    case UInt8(ascii: "\""): return endOfString(start)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return endOfContainer(start)
    default:
      var index = start
      while index < text.count, !Self.isSpace(text[index]), !Array(",]}".utf8).contains(text[index]) { index += 1 }
      return index
    }
  }

  private func endOfString(_ start: Int) -> Int {
    var index = start + 1
    while text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
    return index + 1
  }

  private func endOfContainer(_ start: Int) -> Int {
    var (index, depth) = (start, 0)
    repeat {
      switch text[index] {
      case UInt8(ascii: "\""): index = endOfString(index) - 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      index += 1
    } while depth > 0
    return index
  }
}
