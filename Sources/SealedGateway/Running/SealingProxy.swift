internal import SealedHTTP
package import SealedPayload
internal import Synchronization

/// A proxy beside a client: listener, sealing client and transport, put together as a configuration says.
package final class SealingProxy: Sendable {
  private let started: ProxyConfiguration
  private let listener: any Listener
  private let application: CurrentApplication
  private let observer: Gateway.Observer

  /// Prepares everything; nothing is accepted before `start`.
  ///
  /// - Parameter signer: signs requests; nil for none.
  package init(
    _ configuration: ProxyConfiguration, signer: SigningKey?, observer: @escaping Gateway.Observer
  ) throws(StartError) {
    (started, self.observer) = (configuration, observer)
    let application = CurrentApplication(try Self.application(configuration, signer))
    self.application = application
    listener = MicrohttpdListener(
      at: ListenerAddress(host: configuration.listen.host, port: configuration.listen.port),
      limits: configuration.listener.limits(bodyBytes: configuration.bodyBytes)
    ) { request, _ in
      let response = await application.value.respond(to: request)
      if response.head.status >= 500 {
        observer(GatewayEvent(.debug, "failed", ["status": String(response.head.status)]))
      }
      return response
    }
  }

  /// Starts to accept connections, and gives the address.
  package func start() throws(StartError) -> ListenerAddress {
    try StartError.step("choose another address or port") { () throws(ListenerError) in try listener.start() }
  }

  /// Goes on by another configuration; what only a new process can change stays as it is, and is named.
  package func reload(_ configuration: ProxyConfiguration, signer: SigningKey?) {
    do throws(StartError) { application.set(try Self.application(configuration, signer)) } catch {
      return observer(GatewayEvent(.error, "reload-failed", ["problem": error.problem, "remedy": error.remedy]))
    }
    let changed = [
      ("listen", configuration.listen == started.listen), ("limits", configuration.listener == started.listener),
    ].filter { !$0.1 }.map(\.0)
    observer(
      GatewayEvent(
        .info, "reloaded", ["needs_restart": changed.isEmpty ? nil : changed.joined(separator: " ")]))
  }

  /// Accepts no more, and lets what was begun finish within a time.
  package func stop(within time: Duration) async { await listener.stop(within: time) }

  private static func application(
    _ configuration: ProxyConfiguration, _ signer: SigningKey?
  ) throws(StartError) -> ProxyApplication {
    var upstream = UpstreamOptions(certificateAuthorities: configuration.authoritiesFile)
    upstream.times = configuration.listener.upstreamTimes
    let route = configuration.connect.map(\.description)
    let client = try ClientSetup(
      issuer: configuration.api, trust: .pinned(configuration.pins), connect: route, upstream: upstream,
      options: configuration.clientOptions(signer), stateFolder: configuration.stateFolder
    ).client { $0 }
    let door = ProxyDoor(
      pages: Set(configuration.pages.map(\.text)), names: Set(configuration.names).union(["localhost"]))
    return ProxyApplication(client, door: door)
  }
}

extension ProxyConfiguration {
  fileprivate func clientOptions(_ signer: SigningKey?) -> ClientOptions {
    var options = ClientOptions(signer: signer)
    options.padding = padding
    options.unlinkable = isUnlinkable
    options.additionalPrivateFields = Set(privateFields)
    options.maximumResponseByteCount = bodyBytes
    // The reader of the configuration has refused http unless it was allowed by name.
    options.allowsPlainHTTPForLocalWork = api.text.hasPrefix("http:")
    return options
  }
}

/// The application that requests go to, which changes when a configuration is read again.
private final class CurrentApplication: Sendable {
  private let current: Mutex<ProxyApplication>

  init(_ application: ProxyApplication) {
    current = Mutex(application)
  }

  var value: ProxyApplication { current.withLock { $0 } }

  func set(_ application: ProxyApplication) { current.withLock { $0 = application } }
}
