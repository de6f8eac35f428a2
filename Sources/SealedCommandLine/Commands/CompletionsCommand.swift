/// Prints the completions for a shell.
struct CompletionsCommand: ToolCommand {
  private let script: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    script = try arguments.choiceOperand(Shell.self).completions(for: arguments.table)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    try terminal.text(script)
  }
}
