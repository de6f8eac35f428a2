internal import SealedCommandLine
internal import SealedPayload

/// Adds a key to a key directory.
struct KeysRotateCommand: ToolCommand {
  private let path: String
  private let identity: IdentityFile
  private let policy: PolicyChange

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
    identity = IdentityFile(arguments)
    policy = try arguments.policyChange()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let identity = try identity.key(files)
    let change = try ToolError.store { () throws(KeyStoreError) in
      let store = try KeyStore(opening: path)
      return try store.rotate(at: Clock.now, identity: identity, policy: policy.policy(of: store))
    }
    terminal.note(change)
    if let key = change.added { try terminal.line(key.description) }
  }
}
