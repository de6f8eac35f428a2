/// The pages that `help` and `--help` show.
struct HelpText {
  /// The commands there are.
  let table: CommandTable

  /// The page of a command, of a group, or (no words) of the tool.
  func page(for path: [String]) -> String {
    if let command = table.command(at: path) { return commandPage(command) }
    let name = ([table.tool.name] + path).joined(separator: " ")
    let commands = table.commands.filter { $0.path.starts(with: path) }
    var parts = ["usage: \(name) COMMAND [OPTION...]"]
    parts.append("\(table.groups[path.joined(separator: " ")] ?? table.tool.purpose).")
    parts.append("commands:\n" + TextLayout.list(commands.map { ($0.name, $0.summary) }, column: 20))
    if path.isEmpty { parts.append(Self.conventions) }
    parts.append("'\(table.tool.name) help COMMAND' shows the options of a command.")
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// What holds for all commands.
  static let conventions = """
    options everywhere:
      -h, --help        Show help for the command
          --version     Show the version (without a command)

    exit status: 0 done, 1 refused or failed, 2 wrong usage
    """

  private func commandPage(_ command: CommandSpec) -> String {
    var parts = [usage(of: command), TextLayout.paragraph(command.summary + ".")]
    if !command.details.isEmpty { parts.append(TextLayout.paragraph(command.details)) }
    if let operand = command.operand {
      parts.append("operands:\n" + TextLayout.list([(operand.name, operand.help)], column: 24))
    }
    let options = command.allOptions.map { (Self.term($0), Self.text($0)) }
    parts.append("options:\n" + TextLayout.list(options, column: 24))
    let below = table.commands.filter { $0.path.starts(with: command.path) && $0.path != command.path }
    if !below.isEmpty {
      parts.append("commands:\n" + TextLayout.list(below.map { ($0.name, $0.summary) }, column: 24))
    }
    if !command.examples.isEmpty {
      parts.append("examples:\n" + command.examples.map { "  " + $0 }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func usage(of command: CommandSpec) -> String {
    let words = Synopsis.parts(of: command).map { part in
      switch part {
      case .option(let option):
        let text = Self.brief(option)
        return (option.isRequired ? text : "[\(text)]") + (option.isRepeatable ? "..." : "")
      case .oneOf(let options):
        return "[" + options.map(Self.brief).joined(separator: " | ") + "]"
      case .operand(let operand):
        let text = Synopsis.placeholder(operand)
        return (operand.isRequired ? text : "[\(text)]") + (operand.most == nil ? "..." : "")
      }
    }
    let start = "usage: \(table.tool.name) \(command.name) "
    return TextLayout.wrap(words, first: start, indent: 4)
  }

  private static func brief(_ option: OptionSpec) -> String {
    option.valueName.map { "\(option.briefName) \($0)" } ?? option.briefName
  }

  private static func term(_ option: OptionSpec) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    return short + option.name.typed + (option.valueName.map { " \($0)" } ?? "")
  }

  private static func text(_ option: OptionSpec) -> String {
    var text = option.help
    if case .choice(let words) = option.kind { text += " (\(words.joined(separator: ", ")))" }
    return option.isRequired ? text + " (required)" : text
  }
}
