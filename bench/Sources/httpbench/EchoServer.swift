import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload

/// An API that answers with the body that it got, behind the listener: sealed and unsealed with the same handler.
enum EchoServer {
  /// Runs until the process is killed.
  static func serve(keysFolder: String) async throws {
    let time = SystemTime()
    let keys = try ServerKeyStore(opening: keysFolder, at: time.now, maintaining: nil)
    var options = ServerOptions()
    // All load comes from one address, as from a hop that doesn't tell its clients' addresses.
    options.limits.anonymousClaims = 10_000_000
    let server = try SealedServer(
      keys: keys, replayGuard: MemoryReplayGuard(floor: time.now - 1, capacity: 10_000_000), options: options
    ) { request in try await echo(request.body) }
    try await run("for \(keys.issuer), pin \(keys.identity)") { await server.respond(to: $0, from: $1) }
  }

  /// Runs until the process is killed.
  static func serveUnsealed() async throws {
    try await run("unsealed") { request, _ in
      do { return try await echo(request.body) } catch { return ResponseMessage(status: 500) }
    }
  }

  private static func echo(_ body: MessageBody) async throws -> ResponseMessage {
    ResponseMessage(
      status: 200, fields: [HeaderField("content-type", "application/octet-stream")],
      body: MessageBody(try await body.collect(upTo: 1 << 20)))
  }

  private static func run(_ what: String, _ handler: @escaping RequestHandler) async throws {
    let listener = MicrohttpdListener(at: ListenerAddress(host: "127.0.0.1", port: 0), handler: handler)
    print("listening on \(try listener.start()) \(what)")
    fflush(nil)
    try await Task.sleep(for: .seconds(86_400))
    await listener.stop(within: .zero)
  }
}
