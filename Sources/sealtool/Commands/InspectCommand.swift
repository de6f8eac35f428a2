/// Shows what anyone can see of a message, or all of it with a key.
struct InspectCommand: ToolCommand {
  init(_ arguments: ParsedArguments) throws(UsageError) {
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "inspect")
  }
}
