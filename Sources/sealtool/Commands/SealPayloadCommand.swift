/// Seals a payload to a public key.
struct SealPayloadCommand: ToolCommand {
  private let recipient: String
  private let headers: [HeaderArgument]
  private let padding: PaddingChoice

  init(_ arguments: ParsedArguments) throws(UsageError) {
    recipient = try arguments.required(.recipient)
    headers = try arguments.headers()
    padding = try arguments.padding()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "seal payload")
  }
}
