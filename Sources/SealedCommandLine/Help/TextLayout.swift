/// Lays out plain text for a terminal of ordinary width.
enum TextLayout {
  /// The width of a line.
  static let width = 79

  /// Breaks text at blanks so that no line is longer than it must be; following lines are indented.
  static func wrap(_ words: [String], first: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = first
    var isFresh = true
    for word in words {
      if !isFresh && line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
        isFresh = true
      }
      line += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// A list of terms with their explanations beside them, or below where the term is long.
  static func list(_ entries: [(term: String, text: String)], column: Int) -> String {
    entries.map { entry in
      let words = entry.text.split(separator: " ").map(String.init)
      let term = "  " + entry.term
      if term.count + 2 <= column {
        let padding = String(repeating: " ", count: column - term.count)
        return wrap(words, first: term + padding, indent: column)
      }
      return term + "\n" + wrap(words, first: String(repeating: " ", count: column), indent: column)
    }.joined(separator: "\n")
  }

  /// A paragraph.
  static func paragraph(_ text: String) -> String {
    wrap(text.split(separator: " ").map(String.init), first: "", indent: 0)
  }
}
