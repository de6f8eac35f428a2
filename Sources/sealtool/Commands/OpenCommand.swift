/// Opens a sealed payload or request.
struct OpenCommand: ToolCommand {
  private let limit: Int?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    limit = try arguments.integer(.limit, in: 0...Int.max)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "open")
  }
}
