/// Prints the completions for a shell.
struct CompletionsCommand: ToolCommand {
  private let shell: Shell

  init(_ arguments: ParsedArguments) throws(UsageError) {
    shell = try arguments.choiceOperand(Shell.self)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    try terminal.text(shell.completions(for: .sealtool))
  }
}
