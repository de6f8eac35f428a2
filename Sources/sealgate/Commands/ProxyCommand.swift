internal import SealedCommandLine
internal import SealedGateway
internal import SealedPayload

/// Stands beside a client until it is stopped.
struct ProxyCommand: ToolCommand {
  private let source: ConfigurationSource<ProxyDraft, ProxyConfiguration>

  init(_ arguments: ParsedArguments) throws(UsageError) {
    source = try ConfigurationSource(arguments, ProxySettings.table)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let configuration = try source.read(files)
    let log = EventLog(configuration.log)
    let signer = try configuration.signer(files)
    let proxy = try ToolError.starting { () throws(StartError) in
      try SealingProxy(configuration, signer: signer) { log.log($0) }
    }
    let service = Service(
      reload: { [source] in
        let read = log.reading { () throws(ToolError) in
          let configuration = try source.readAgain()
          // A passphrase that was typed is not asked for again: the key stays.
          let isSame = configuration.signingKeyFile == nil || configuration.passphraseFile == nil
          return (configuration, isSame ? signer : try configuration.signer(Files(terminal: .init(tool: "sealgate"))))
        }
        guard let (configuration, signer) = read else { return }
        log.set(configuration.log)
        proxy.reload(configuration, signer: configuration.signingKeyFile == nil ? nil : signer)
      }, stop: { await proxy.stop(within: ServeCommand.patience) })
    try service.run { () throws(ToolError) in
      let address = try ToolError.starting { () throws(StartError) in try proxy.start() }
      try terminal.line("listening on \(address) for \(configuration.api)")
    }
  }
}

extension ProxyConfiguration {
  /// The key that signs requests, if one is named.
  fileprivate func signer(_ files: Files) throws(ToolError) -> SigningKey? {
    try signingKeyFile.map { (path) throws(ToolError) in
      try files.signingKey(path, passphraseFile: passphraseFile)
    }
  }
}
