/// Seals the response to a request that was opened before.
struct SealResponseCommand: ToolCommand {
  private let status: Int?
  private let headers: [HeaderArgument]
  private let padding: PaddingChoice

  init(_ arguments: ParsedArguments) throws(UsageError) {
    status = try arguments.integer(.status, in: 200...599)
    headers = try arguments.headers()
    padding = try arguments.padding()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "seal response")
  }
}
