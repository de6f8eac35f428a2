internal import SealedCommandLine
internal import SealedGateway
internal import SealedHTTP
internal import SealedPayload

/// Sends one sealed request and prints the answer.
struct RequestCommand: ToolCommand {
  private let request: RequestArguments
  private let output: RequestOutput

  init(_ arguments: ParsedArguments) throws(UsageError) {
    request = try RequestArguments(arguments)
    output = RequestOutput(arguments)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let body = try RequestBody.read(request.data, files)
    let signer = try request.signingKeyFile.map { (path) throws(ToolError) in
      try files.signingKey(path, passphraseFile: request.passphraseFile)
    }
    var watched: WatchedTransport?
    let client = try ToolError.starting { () throws(StartError) in
      try setup(signer).client { transport in
        let watching = WatchedTransport(before: transport)
        watched = watching
        return watching
      }
    }
    let message = RequestMessage(request.head, body: body.isEmpty && request.data.isEmpty ? .empty : MessageBody(body))
    let run = RequestRun(
      client: client, transport: watched, request: message, seconds: request.seconds, output: output)
    try run.perform(terminal: terminal, files: files)
  }

  private func setup(_ signer: SigningKey?) throws(StartError) -> ClientSetup {
    var options = ClientOptions(signer: signer)
    options.padding = request.padding
    options.additionalPrivateFields = Set(request.privateFields)
    options.additionalAuthorities = [request.head.authority]
    // The command line was refused unless http was allowed by name.
    options.allowsPlainHTTPForLocalWork = request.head.scheme == "http"
    let (trust, stateFolder): (IdentityTrust, String?) =
      switch request.trust {
      case .pins(let keys): (.pinned(keys), nil)
      case .firstUse(let folder): (.onFirstUseUnprotectedFromHops, folder)
      }
    return try ClientSetup(
      issuer: request.issuer, trust: trust, connect: request.connect?.description,
      upstream: UpstreamOptions(certificateAuthorities: request.authoritiesFile), options: options,
      stateFolder: stateFolder)
  }
}
