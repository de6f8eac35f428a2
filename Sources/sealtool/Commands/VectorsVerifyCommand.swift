/// Runs test vectors.
struct VectorsVerifyCommand: ToolCommand {
  init(_ arguments: ParsedArguments) throws(UsageError) {
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "vectors verify")
  }
}
