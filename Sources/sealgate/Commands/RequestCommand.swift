internal import SealedCommandLine

/// Sends one sealed request and prints the answer.
struct RequestCommand: ToolCommand {
  private let request: RequestArguments

  init(_ arguments: ParsedArguments) throws(UsageError) {
    request = try RequestArguments(arguments)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    _ = request
  }
}
