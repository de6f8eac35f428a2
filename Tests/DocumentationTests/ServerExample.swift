import SealedGateway
import SealedHTTP
import SealedPayload

/// An API whose requests and responses are sealed: keys, routes, a handler, a listener.
final class OrderAPI: Sendable {
  /// What clients pin.
  let pin: VerifyingKey
  private let keys: ServerKeyStore
  private let replayGuard: MemoryReplayGuard
  private let listener: MicrohttpdListener

  init(keys folder: String, clients: String, at address: ListenerAddress) throws {
    let time = SystemTime()
    keys = try ServerKeyStore(opening: folder, at: time.now)
    replayGuard = try MemoryReplayGuard.starting(in: folder, at: time.now)
    var options = ServerOptions()
    options.routes = [
      Route("POST", path: "/v1/payments", policy: .signed),  // by a client in the file, provable to a third party
      Route("GET", path: "/health", policy: .unsealed),  // an exception: every hop can read it
    ]
    let server = try SealedServer(
      keys: keys, replayGuard: replayGuard, clients: ClientRegistry(file: clients), options: options
    ) { request in
      guard request.head.method == "POST" else { return ResponseMessage(status: 200) }
      let order = try await request.body.collect(upTo: 1 << 20)  // Throws if it was cut or changed.
      let answer = "\(order.count) bytes from \(request.client?.name ?? "somebody")"
      return ResponseMessage(
        status: 201, fields: [HeaderField("content-type", "text/plain")], body: MessageBody(Array(answer.utf8)))
    }
    listener = MicrohttpdListener(at: address) { await server.respond(to: $0, from: $1) }
    pin = keys.identity
  }

  /// Serves until the task is cancelled, and rotates the keys meanwhile.
  func run(whenReady: @Sendable (ListenerAddress) -> Void) async throws {
    let time = SystemTime()
    whenReady(try listener.start())
    while !Task.isCancelled {
      try keys.maintain(at: time.now)
      try? await time.sleep(for: .seconds(1))
    }
    await listener.stop(within: .seconds(10))
    try replayGuard.stop()  // A successor may accept at once.
  }
}
