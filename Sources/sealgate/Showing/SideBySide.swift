internal import SealedCommandLine

/// Two texts in columns beside each other: what hops saw, and what was sealed.
enum SideBySide {
  /// The width of a column.
  static let width = 48

  /// The lines of both columns; what comes from others is escaped, and what is too long goes on in the next line.
  static func lines(_ left: [String], _ right: [String]) -> [String] {
    let (left, right) = (left.flatMap(pieces), right.flatMap(pieces))
    return (0..<max(left.count, right.count)).map { index in
      let first = index < left.count ? left[index] : ""
      let second = index < right.count ? right[index] : ""
      let line = first + String(repeating: " ", count: max(0, width - first.count)) + " | " + second
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A line in pieces of at most the column's width; those after the first are indented.
  private static func pieces(_ line: String) -> [String] {
    var rest = EscapedText.line(line)[...]
    var pieces: [String] = []
    while !rest.isEmpty || pieces.isEmpty {
      let margin = pieces.isEmpty ? "" : "  "
      let piece = rest.prefix(width - margin.count)
      pieces.append(margin + piece)
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }
}
