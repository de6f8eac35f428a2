internal import SealedCommandLine
internal import SealedPayload

/// Erases the keys of a key directory whose time is over.
struct KeysRetireCommand: ToolCommand {
  private let path: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let retired = try ToolError.store { () throws(KeyStoreError) in
      try KeyStore(opening: path).retire(at: Clock.now)
    }
    for key in retired { try terminal.line(key.description) }
  }
}
