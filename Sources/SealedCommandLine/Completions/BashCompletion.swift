/// Completions for bash, 3.2 and later.
struct BashCompletion: CompletionScript {
  private let table: CommandTable

  private var tool: String { table.tool.name }

  init(table: CommandTable) {
    self.table = table
  }

  var source: String {
    """
    # bash completion for \(tool)
    _\(tool)_words() {
      local word
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
    }
    _\(tool)_files() {
      local word
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    }
    _\(tool)() {
      local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" path="" i
      COMPREPLY=()
      # bash takes = for a word of its own
      if [[ $cur == "=" ]]; then cur=""; elif [[ $prev == "=" ]]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${COMP_WORDS[i]}" in
          \(table.pathSteps.map(Self.quoted).joined(separator: "|")) ) path="${path:+$path }${COMP_WORDS[i]}" ;;
          *) break ;;
        esac
      done
      case "$path:$prev" in
    \(table.commands.flatMap(values).joined(separator: "\n"))
      esac
      case "$path" in
    \(table.allPaths.map(branch).joined(separator: "\n"))
      esac
    }
    complete -F _\(tool) \(tool)

    """
  }

  /// What completes the value after each option of a command.
  private func values(of command: CommandSpec) -> [String] {
    command.options.filter { $0.valueName != nil }.map { option in
      let names = [option.name.typed] + (option.short.map { ["-\($0)"] } ?? [])
      let patterns = names.map { Self.quoted("\(command.name):\($0)") }.joined(separator: "|")
      return "    \(patterns)) \(completer(for: option.kind)); return ;;"
    }
  }

  /// What completes any other word after a path.
  private func branch(at path: [String]) -> String {
    let command = table.command(at: path)
    let options = command.map { $0.allOptions.map(\.name.typed) } ?? ["--help"] + (path.isEmpty ? ["--version"] : [])
    let children = table.children(of: path).map(\.name)
    var operand = children.isEmpty ? ":" : completer(words: children)
    if let kind = command?.operand?.kind { operand = completer(for: kind) }
    return """
          \(Self.quoted(path.joined(separator: " "))))
            if [[ $cur == -?* || $cur == - ]]; then \(completer(words: options)); else \(operand); fi ;;
      """
  }

  private func completer(for kind: ValueKind) -> String {
    guard let words = table.words(for: kind) else { return "_\(tool)_files" }
    return words.isEmpty ? ":" : completer(words: words)
  }

  private func completer(words: [String]) -> String {
    "_\(tool)_words \(Self.quoted(words.joined(separator: " ")))"
  }

  private static func quoted(_ text: String) -> String { "'\(text)'" }
}
