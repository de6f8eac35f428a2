internal import SealedCrypto

/// Where the fields of a key log's line lie: nine that end at a space, and the issuer, which takes the rest.
struct KeyLogFields {
  private static let count = 9
  private let ranges: [Range<Int>]
  private let rest: Range<Int>

  /// Nil unless the line begins with the label and has all fields.
  init?(_ line: Span<UInt8>) {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in 0..<line.count where ranges.count < Self.count && line[index] == UInt8(ascii: " ") {
      ranges.append(start..<index)
      start = index + 1
    }
    guard ranges.count == Self.count, line.extracting(ranges[0]).elementsEqual(KeyLogLine.label) else { return nil }
    self.ranges = ranges
    rest = start..<line.count
  }

  /// The text of a field; not for secrets.
  func text(_ index: Int, _ line: Span<UInt8>) -> String { String(line.extracting(ranges[index])) }

  /// The bytes of a field in hex; not for secrets.
  func hex(_ index: Int, _ line: Span<UInt8>) -> [UInt8]? { Text.decodeHex(line.extracting(ranges[index])) }

  /// The secret of a field in hex.
  func secret(_ index: Int, _ line: Span<UInt8>) -> Secret? {
    guard var bytes = hex(index, line) else { return nil }
    defer { bytes.erase() }
    return bytes.withSpan { Secret(copying: $0) }
  }

  /// A field that is one digit.
  func number(_ index: Int, _ line: Span<UInt8>) -> UInt8? {
    let field = line.extracting(ranges[index])
    guard field.count == 1, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(field[0]) else { return nil }
    return field[0] - UInt8(ascii: "0")
  }

  /// What stands behind `iss=`, to the end of the line.
  func issuer(_ line: Span<UInt8>) -> Issuer? {
    let field = line.extracting(rest)
    let prefix = KeyLogLine.issuerPrefix
    guard field.count >= prefix.count, field.extracting(first: prefix.count).elementsEqual(prefix),
      isValidUTF8(field)
    else { return nil }
    return try? Issuer(String(field.extracting(droppingFirst: prefix.count)))
  }
}
