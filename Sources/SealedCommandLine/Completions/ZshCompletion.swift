/// Completions for zsh.
struct ZshCompletion: CompletionScript {
  private let table: CommandTable

  private var tool: String { table.tool.name }

  init(table: CommandTable) {
    self.table = table
  }

  var source: String {
    """
    #compdef \(tool)
    _\(tool)() {
      local place="" word
      integer depth=1
      for word in "${(@)words[2,CURRENT-1]}"; do
        case "$place $word" in
          \(table.pathSteps.map { "'\($0)'" }.joined(separator: "|")) ) place="${place:+$place }$word"; (( depth++ )) ;;
          *) break ;;
        esac
      done
      words=("\(tool)" "${(@)words[depth+1,-1]}")
      (( CURRENT -= depth - 1 ))
      case "$place" in
    \(table.allPaths.map(branch).joined(separator: "\n"))
      esac
    }
    if [[ "${funcstack[1]}" == _\(tool) ]]; then _\(tool) "$@"; else compdef _\(tool) \(tool); fi

    """
  }

  private func branch(at path: [String]) -> String {
    let command = table.command(at: path)
    var specs = command.map { command in command.allOptions.map { option($0, of: command) } } ?? []
    if command == nil { specs.append("'(- *)'{-h,--help}" + Self.quoted("[\(Self.escaped(OptionSpec.help.help))]")) }
    if path.isEmpty { specs.append(Self.quoted("(- *)--version[Show the version]")) }
    let children = table.children(of: path)
    if !children.isEmpty {
      specs.append(Self.quoted("1:command:((\(children.map(Self.described).joined(separator: " "))))"))
    }
    if let operand = command?.operand { specs.append(operandSpec(operand)) }
    let list = specs.map { "        \($0)" }.joined(separator: " \\\n")
    return "    '\(path.joined(separator: " "))')\n      _arguments -s -S : \\\n\(list) ;;"
  }

  /// One option, as `_arguments` wants it: what it excludes, its names, its help, its value.
  private func option(_ option: OptionSpec, of command: CommandSpec) -> String {
    let rivals = command.rivals(of: option.name)
    let excluded = option.isRepeatable ? [] : names(of: option) + rivals.flatMap(names)
    let front = option.isRepeatable ? "*" : "(\(excluded.joined(separator: " ")))"
    let value = option.valueName.map { ":\($0):\(action(for: option.kind))" } ?? ""
    let long = option.name.typed + (option.valueName == nil ? "" : "=")
    let tail = "[\(Self.escaped(option.help))]\(value)"
    guard let short = option.short else { return Self.quoted(front + long + tail) }
    let letter = "-\(short)" + (option.valueName == nil ? "" : "+")
    return Self.quoted(front) + "{\(letter),\(long)}" + Self.quoted(tail)
  }

  private func operandSpec(_ operand: OperandSpec) -> String {
    let front =
      switch operand.count {
      case .one: "1:"
      case .optional: "1::"
      case .oneOrMore, .any: "*:"
      }
    return Self.quoted("\(front)\(operand.name):\(action(for: operand.kind))")
  }

  private func names(of option: OptionSpec) -> [String] {
    (option.short.map { ["-\($0)"] } ?? []) + [option.name.typed]
  }

  private func action(for kind: ValueKind) -> String {
    guard let words = table.words(for: kind) else { return "_files" }
    return words.isEmpty ? " " : "(\(words.joined(separator: " ")))"
  }

  private static func described(_ child: CommandTable.Child) -> String {
    "\(child.name)\\:\"\(escaped(child.summary))\""
  }

  /// Escapes what ends a description early.
  private static func escaped(_ text: String) -> String {
    text.map { "\\[]:\"".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
