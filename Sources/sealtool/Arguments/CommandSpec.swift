/// One command: its name, its options, and the type that runs it.
struct CommandSpec: Sendable {
  /// The words that name it: `["seal", "payload"]`.
  let path: [String]

  /// One line that starts with a verb.
  let summary: String

  /// A paragraph for the help and the man page.
  var details = ""

  /// Its options, in the order the help shows them.
  var options: [OptionSpec] = []

  /// The words after the options, if it takes any.
  var operand: OperandSpec?

  /// Conditions between options.
  var rules: [OptionRule] = []

  /// Command lines that work as shown.
  var examples: [String] = []

  /// The type that runs it.
  let type: any ToolCommand.Type

  /// The name as typed after `sealtool`.
  var name: String { path.joined(separator: " ") }

  /// Its own options and those that every command has.
  var allOptions: [OptionSpec] { options + [.help] }

  /// The option of that long name.
  func option(named name: OptionName) -> OptionSpec? { allOptions.first { $0.name == name } }

  /// The options that cannot be given together with this one.
  func rivals(of name: OptionName) -> [OptionSpec] {
    let groups = rules.compactMap { rule in
      if case .exclusive(let names) = rule, names.contains(name) { names } else { nil }
    }
    return groups.joined().filter { $0 != name }.compactMap(option(named:))
  }
}

/// A command that can be run; it is built from checked arguments, then run once.
protocol ToolCommand: SendableMetatype {
  /// Takes what it needs from the command line; nothing is read or written yet.
  init(_ arguments: ParsedArguments) throws(UsageError)

  /// Does the work.
  func run(terminal: Terminal, files: Files) throws(ToolError)
}
