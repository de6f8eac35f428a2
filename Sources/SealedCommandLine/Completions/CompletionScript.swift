/// The completions of one shell, written from the command table.
protocol CompletionScript {
  /// Takes the table it describes.
  init(table: CommandTable)

  /// The script, ready to be sourced.
  var source: String { get }
}

extension Shell {
  /// The completions for this shell.
  func completions(for table: CommandTable) -> String {
    switch self {
    case .bash: BashCompletion(table: table).source
    case .zsh: ZshCompletion(table: table).source
    case .fish: FishCompletion(table: table).source
    }
  }
}

extension CommandTable {
  /// What shells match to follow the path of a command: "path so far, blank, next word" of every path.
  var pathSteps: [String] {
    allPaths.filter { !$0.isEmpty }.map { path in
      path.dropLast().joined(separator: " ") + " " + (path.last ?? "")
    }
  }

  /// The words a value can be completed to; nil where file names fit.
  func words(for kind: ValueKind) -> [String]? {
    switch kind {
    case .text: []
    case .file: nil
    case .choice(let words), .suggestion(let words): words
    case .command: children(of: []).map(\.name)
    }
  }
}
