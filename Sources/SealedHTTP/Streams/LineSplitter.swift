/// Cuts pieces of a body into lines, which end with CR, LF, or both.
struct LineSplitter {
  /// Bytes that a line may have.
  private let limit: Int
  private var line: [UInt8] = []
  private var wasCarriageReturn = false

  init(limit: Int) {
    self.limit = limit
  }

  /// The lines that this piece brings to their end, without their ends.
  mutating func receive(_ piece: [UInt8]) throws(BodyError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = piece[...]
    if wasCarriageReturn, rest.first == 0x0A { rest.removeFirst() }
    if !piece.isEmpty { wasCarriageReturn = false }
    while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      try append(rest[..<end])
      lines.append(line)
      line = []
      let isCarriageReturn = rest[end] == 0x0D
      rest = rest[(end + 1)...]
      guard isCarriageReturn else { continue }
      // A line is told when its CR is there; the LF that may follow belongs to it.
      if rest.isEmpty { wasCarriageReturn = true } else if rest.first == 0x0A { rest.removeFirst() }
    }
    try append(rest)
    return lines
  }

  /// What stands after the last line end; nil if nothing does.
  mutating func finish() -> [UInt8]? {
    defer { line = [] }
    return line.isEmpty ? nil : line
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) throws(BodyError) {
    guard bytes.count <= limit - line.count else { throw .tooLarge(limit: limit) }
    line += bytes
  }
}
