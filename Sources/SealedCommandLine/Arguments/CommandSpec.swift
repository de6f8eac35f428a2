/// One command: its name, its options, and the type that runs it.
package struct CommandSpec: Sendable {
  /// The words that name it: `["seal", "payload"]`.
  package let path: [String]

  /// One line that starts with a verb.
  package let summary: String

  /// A paragraph for the help and the man page.
  package var details: String

  /// Its options, in the order the help shows them.
  package var options: [OptionSpec]

  /// The words after the options, if it takes any.
  package var operand: OperandSpec?

  /// Conditions between options.
  package var rules: [OptionRule]

  /// Command lines that work as shown.
  package var examples: [String]

  /// The type that runs it.
  package let type: any ToolCommand.Type

  /// Describes a command.
  package init(
    path: [String], summary: String, details: String = "", options: [OptionSpec] = [], operand: OperandSpec? = nil,
    rules: [OptionRule] = [], examples: [String] = [], type: any ToolCommand.Type
  ) {
    (self.path, self.summary, self.details) = (path, summary, details)
    (self.options, self.operand, self.rules) = (options, operand, rules)
    (self.examples, self.type) = (examples, type)
  }

  /// The name as typed after the tool's.
  package var name: String { path.joined(separator: " ") }

  /// Its own options and those that every command has.
  package var allOptions: [OptionSpec] { options + [.help] }

  /// The option of that long name.
  package func option(named name: OptionName) -> OptionSpec? { allOptions.first { $0.name == name } }

  /// The options that cannot be given together with this one.
  package func rivals(of name: OptionName) -> [OptionSpec] {
    let groups = rules.compactMap { rule in
      if case .exclusive(let names) = rule, names.contains(name) { names } else { nil }
    }
    return groups.joined().filter { $0 != name }.compactMap(option(named:))
  }
}

/// A command that can be run; it is built from checked arguments, then run once.
package protocol ToolCommand: SendableMetatype {
  /// Takes what it needs from the command line; nothing is read or written yet.
  init(_ arguments: ParsedArguments) throws(UsageError)

  /// Does the work.
  func run(terminal: Terminal, files: Files) throws(ToolError)
}
