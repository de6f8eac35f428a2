internal import SealedCommandLine
internal import SealedPayload

/// Prints the public key of a key file.
struct PublicCommand: ToolCommand {
  private let keyFile: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    keyFile = try arguments.requiredOperand()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    try terminal.line(files.publicKey(keyFile).description)
  }
}
