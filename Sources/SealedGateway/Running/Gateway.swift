package import SealedHTTP
package import SealedPayload
internal import Synchronization

/// A gateway before an API: listener, server and upstream, put together as a configuration says.
package final class Gateway: Sendable {
  /// Is told what happens.
  package typealias Observer = @Sendable (GatewayEvent) -> Void

  private let started: ServeConfiguration
  private let keys: ServerKeyStore
  private let replayGuard: MemoryReplayGuard
  private let listener: any Listener
  private let server: CurrentServer
  private let status: StatusPages
  private let statusListener: (any Listener)?
  private let time: any TimeSource
  private let observer: Observer
  private let statusIsAt = Mutex<ListenerAddress?>(nil)
  private let upkeep = Mutex<Task<Void, Never>?>(nil)

  /// Opens the keys and prepares everything; nothing is accepted before `start`.
  package init(
    _ configuration: ServeConfiguration, time: any TimeSource = SystemTime(), observer: @escaping Observer
  ) throws(StartError) {
    started = configuration
    (self.time, self.observer) = (time, observer)
    let folder = configuration.keysFolder
    keys = try StartError.step("check the folder of the keys") { () throws(KeyStoreError) in
      try ServerKeyStore(opening: folder, at: time.now, maintaining: configuration.rotatesManually ? nil : .init())
    }
    guard keys.issuer == configuration.issuer else {
      throw StartError("the keys in \(folder) are for \(keys.issuer)", "name that issuer, or other keys")
    }
    let builder = ServerBuilder(keys: keys, time: time, observer: observer)
    let parts = try builder.parts(configuration)
    // Last of what can fail: it uses up the record of the predecessor.
    replayGuard = try StartError.step("check the folder of the keys") { () throws(ReplayRecordError) in
      try MemoryReplayGuard.starting(in: folder, at: time.now)
    }
    let server = CurrentServer(try builder.server(parts, replayGuard), parts.clients)
    self.server = server
    listener = MicrohttpdListener(
      at: ListenerAddress(host: configuration.listen.host, port: configuration.listen.port),
      limits: configuration.listener.limits(bodyBytes: configuration.server.limits.body)
    ) { request, peer in await server.value.respond(to: request, from: peer) }
    let status = StatusPages(keys, replayGuard, time: time)
    self.status = status
    statusListener = configuration.statusListen.map { at in
      MicrohttpdListener(at: ListenerAddress(host: at.host, port: at.port)) { request, _ in status.answer(request) }
    }
  }

  /// Where it tells machines whether it is ready: known once it was started.
  package var statusAddress: ListenerAddress? { statusIsAt.withLock { $0 } }

  /// The key that clients pin.
  package var pin: VerifyingKey { keys.identity }

  /// When the first request can be accepted: seconds since 1970; later than now only after a crash.
  package var readiness: UInt64 { replayGuard.floor + 1 }

  /// Starts to accept connections, and to look after the keys; gives the address.
  package func start() throws(StartError) -> ListenerAddress {
    let address: ListenerAddress
    do throws(ListenerError) {
      let statusAddress = try statusListener?.start()
      statusIsAt.withLock { $0 = statusAddress }
      address = try listener.start()
    } catch {
      leaveRecord()
      throw StartError(error, remedy: "choose another address or port")
    }
    let maintenance = KeyUpkeep(keys: keys, clients: { [server] in server.clients }, time: time, observer: observer)
    upkeep.withLock { $0 = Task { await maintenance.run() } }
    return address
  }

  /// Goes on by another configuration; what only a new process can change stays as it is, and is named.
  package func reload(_ configuration: ServeConfiguration) {
    let builder = ServerBuilder(keys: keys, time: time, observer: observer)
    do throws(StartError) {
      let parts = try builder.parts(configuration)
      server.set(try builder.server(parts, replayGuard), parts.clients)
    } catch {
      return observer(GatewayEvent(.error, "reload-failed", ["problem": error.problem, "remedy": error.remedy]))
    }
    let fixed = [
      ("listen", configuration.listen == started.listen),
      ("status_listen", configuration.statusListen == started.statusListen),
      ("issuer", configuration.issuer == started.issuer),
      ("keys", configuration.keysFolder == started.keysFolder), ("limits", configuration.listener == started.listener),
      ("manual_rotation", configuration.rotatesManually == started.rotatesManually),
    ]
    let changed = fixed.filter { !$0.1 }.map(\.0)
    observer(
      GatewayEvent(
        .info, "reloaded", ["needs_restart": changed.isEmpty ? nil : changed.joined(separator: " ")]))
  }

  /// Accepts no more, lets what was begun finish within a time, and leaves the record for a successor.
  package func stop(within time: Duration) async {
    status.stop()
    await listener.stop(within: time)
    await statusListener?.stop(within: .seconds(1))
    upkeep.withLock { $0.take() }?.cancel()
    leaveRecord()
  }

  /// Tells the successor what was accepted.
  private func leaveRecord() {
    do throws(ReplayRecordError) { try replayGuard.stop() } catch {
      observer(GatewayEvent(.error, "record-not-written", ["problem": error.description]))
    }
  }
}

/// The server that requests go to and the clients that it knows, which change when a configuration is read again.
private final class CurrentServer: Sendable {
  private let current: Mutex<(server: SealedServer, clients: ClientRegistry?)>

  init(_ server: SealedServer, _ clients: ClientRegistry?) {
    current = Mutex((server, clients))
  }

  var value: SealedServer { current.withLock { $0.server } }

  var clients: ClientRegistry? { current.withLock { $0.clients } }

  func set(_ server: SealedServer, _ clients: ClientRegistry?) { current.withLock { $0 = (server, clients) } }
}
