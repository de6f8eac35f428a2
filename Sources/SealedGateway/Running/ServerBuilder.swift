internal import SealedHTTP
internal import SealedPayload

/// Makes the server of a configuration, with keys that outlive it.
struct ServerBuilder {
  let keys: ServerKeyStore
  let time: any TimeSource
  let observer: Gateway.Observer

  /// What a server is made of besides keys and guard; making it reads files, and may fail.
  struct Parts {
    let clients: ClientRegistry?
    fileprivate let application: UpstreamApplication
    fileprivate let options: ServerOptions
  }

  /// Reads the files that the configuration names.
  func parts(_ configuration: ServeConfiguration) throws(StartError) -> Parts {
    let clients = try configuration.clientsFile.map { (path) throws(StartError) in
      try StartError.step("mend the file of clients") { () throws(ClientRegistryError) in
        try ClientRegistry(file: path, time: time)
      }
    }
    var upstream = UpstreamOptions(certificateAuthorities: configuration.authoritiesFile)
    upstream.times = configuration.listener.upstreamTimes
    let transport = try StartError.step("check certificate_authorities") { () throws(UpstreamError) in
      try CurlTransport(upstream)
    }
    var options = configuration.server
    options.diagnostics = { [observer] in observer(GatewayEvent(refused: $0)) }
    let application = UpstreamApplication(transport, options: configuration.application)
    return Parts(clients: clients, application: application, options: options)
  }

  /// A server whose application is the API behind the gateway.
  func server(_ parts: Parts, _ replayGuard: MemoryReplayGuard) throws(StartError) -> SealedServer {
    try StartError.step("add clients, a file of their keys") { () throws(ServerSetupError) in
      try SealedServer(
        keys: keys, replayGuard: replayGuard, clients: parts.clients, options: parts.options, time: time
      ) { [application = parts.application] in try await application.respond(to: $0) }
    }
  }
}

extension GatewayEvent {
  /// A request that was refused.
  fileprivate init(refused diagnosis: ServerDiagnosis) {
    self.init(
      .info, "refused",
      ["reason": diagnosis.reason, "diagnosis": diagnosis.diagnosis, "source": diagnosis.source.host])
  }
}

extension ListeningLimits {
  /// What the listener keeps to.
  ///
  /// - Parameter bodyBytes: bytes of a body that the application accepts.
  func limits(bodyBytes: Int) -> ListenerLimits {
    var limits = ListenerLimits()
    limits.headBytes = headBytes
    limits.headTime = .seconds(headSeconds)
    limits.requestTime = .seconds(requestSeconds)
    limits.idleTime = .seconds(idleSeconds)
    limits.connections = connections
    limits.connectionsPerAddress = connectionsPerAddress
    // The application has the exact limit, and the better answer.
    limits.bodyBytes = max(limits.bodyBytes, bodyBytes + (1 << 20))
    return limits
  }

  /// How long the one that answers is waited for.
  var upstreamTimes: UpstreamTimes {
    var times = UpstreamTimes()
    times.connect = .seconds(connectSeconds)
    times.head = .seconds(answerSeconds)
    times.idle = .seconds(silenceSeconds)
    return times
  }
}
