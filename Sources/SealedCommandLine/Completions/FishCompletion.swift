/// Completions for fish.
struct FishCompletion: CompletionScript {
  private let table: CommandTable

  private var tool: String { table.tool.name }

  init(table: CommandTable) {
    self.table = table
  }

  var source: String {
    """
    # fish completion for \(tool)
    function __\(tool)_at
      set -l place ''
      set -l words (commandline -opc)
      for word in $words[2..-1]
        switch "$place $word"
          case \(table.pathSteps.map(Self.quoted).joined(separator: " "))
            set place (string trim "$place $word")
          case '*'
            break
        end
      end
      test "$place" = "$argv"
    end
    complete -c \(tool) -f
    complete -c \(tool) -n '__\(tool)_at ""' -l version -d 'Show the version'
    \(table.allPaths.flatMap(lines).joined(separator: "\n"))

    """
  }

  private func lines(at path: [String]) -> [String] {
    let start = "complete -c \(tool) -n '__\(tool)_at \"\(path.joined(separator: " "))\"'"
    let command = table.command(at: path)
    let children = table.children(of: path).map { child in
      "\(start) -a \(child.name) -d \(Self.quoted(child.summary))"
    }
    let options = (command?.allOptions ?? [.help]).map { option in
      let short = option.short.map { " -s \($0)" } ?? ""
      let value = option.valueName == nil ? "" : value(of: option.kind)
      return "\(start)\(short) -l \(option.name.word)\(value) -d \(Self.quoted(option.help))"
    }
    let operand = command?.operand.map { [start + words(of: $0.kind)] } ?? []
    return children + options + operand
  }

  private func value(of kind: ValueKind) -> String {
    guard let words = table.words(for: kind) else { return " -r -F" }
    return words.isEmpty ? " -x" : " -x -a \(Self.quoted(words.joined(separator: " ")))"
  }

  private func words(of kind: ValueKind) -> String {
    guard let words = table.words(for: kind) else { return " -F" }
    return words.isEmpty ? "" : " -a \(Self.quoted(words.joined(separator: " ")))"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
