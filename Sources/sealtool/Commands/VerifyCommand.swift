/// Checks a receipt.
struct VerifyCommand: ToolCommand {
  init(_ arguments: ParsedArguments) throws(UsageError) {
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "verify")
  }
}
