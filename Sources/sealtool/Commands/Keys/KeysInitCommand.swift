internal import SealedCommandLine
internal import SealedPayload

/// Makes a key directory.
struct KeysInitCommand: ToolCommand {
  private let path: String
  private let issuer: Issuer
  private let identity: IdentityFile
  private let identityPublic: VerifyingKey?
  private let signsResponses: Bool
  private let policy: PolicyChange

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
    issuer = try arguments.apiIssuer()
    identity = IdentityFile(arguments)
    identityPublic = try arguments.identityKey(.identityPublic)
    signsResponses = !arguments.has(.withoutResponseKey)
    policy = try arguments.policyChange()
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let identity = try place(of: identity.key(files))
    let store = try ToolError.store { () throws(KeyStoreError) in
      try KeyStore.create(
        at: path, issuer: issuer, identity: identity, signsResponses: signsResponses,
        policy: policy.applied(to: KeyStorePolicy()), now: Clock.now)
    }
    if identityPublic != nil { terminal.note(KeyStoreChange()) }
    let pin = try ToolError.store { () throws(KeyStoreError) in try store.list().identity }
    try terminal.line(pin.description)
  }

  private func place(of given: SigningKey?) -> KeyStoreIdentity {
    if let given { return .elsewhere(given) }
    return identityPublic.map { .publicHalf($0) } ?? .kept(SigningKey())
  }
}
