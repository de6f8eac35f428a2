internal import SealedCommandLine
internal import SealedPayload

/// Erases a key of a key directory at once.
struct KeysRevokeCommand: ToolCommand {
  private let path: String
  private let name: String
  private let identity: IdentityFile

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
    name = try arguments.requiredOperand()
    identity = IdentityFile(arguments)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let identity = try identity.key(files)
    let store = try ToolError.store { () throws(KeyStoreError) in try KeyStore(opening: path) }
    let keys = try ToolError.store { () throws(KeyStoreError) in try store.list().keys }
    guard let key = keys.first(where: { $0.identifier.description == name }) else {
      throw .refused(problem: "no key \(name) in \(path)", remedy: "see 'sealtool keys list'")
    }
    let change = try ToolError.store { () throws(KeyStoreError) in
      try store.revoke(key.identifier, at: Clock.now, identity: identity)
    }
    terminal.note(change)
    if let key = change.added { try terminal.line(key.description) }
  }
}
