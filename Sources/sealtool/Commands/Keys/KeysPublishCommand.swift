internal import SealedCommandLine
internal import SealedPayload

/// Signs the configuration of a key directory.
struct KeysPublishCommand: ToolCommand {
  private let path: String
  private let identity: IdentityFile
  private let nextIdentity: VerifyingKey?
  private let policy: PolicyChange

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
    identity = IdentityFile(arguments)
    nextIdentity = try arguments.identityKey(.nextIdentity)
    policy = try arguments.policyChange()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let identity = try identity.key(files)
    let change = try ToolError.store { () throws(KeyStoreError) in
      let store = try KeyStore(opening: path)
      return try store.publish(
        at: Clock.now, identity: identity, announcing: nextIdentity, policy: policy.policy(of: store))
    }
    terminal.note(change)
  }
}
