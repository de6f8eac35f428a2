/// The commands that every tool has.
extension CommandSpec {
  /// `help`, with command lines of the tool as examples.
  package static func help(examples: [String]) -> CommandSpec {
    CommandSpec(
      path: ["help"], summary: "Show help for a command, or the man page",
      options: [OptionSpec(name: .man, help: "Print the man page, in mdoc")],
      operand: OperandSpec(name: "COMMAND", kind: .command, count: .any, help: "The command"),
      examples: examples, type: HelpCommand.self)
  }

  /// `completions`, for a tool of this name.
  package static func completions(for tool: String) -> CommandSpec {
    CommandSpec(
      path: ["completions"], summary: "Print the completions for a shell",
      operand: OperandSpec(name: "SHELL", kind: .choice(Shell.words), help: "bash, zsh or fish"),
      examples: [
        "source <(\(tool) completions bash)", "\(tool) completions fish > ~/.config/fish/completions/\(tool).fish",
      ], type: CompletionsCommand.self)
  }
}
