import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Synchronization

/// An API on this machine, keys for a gateway before it, and a folder for processes.
final class GateWorld: Sendable {
  let gate: BuiltGate
  let issuer = "http://api.example"
  let signer = SigningKey()
  private let listener: MicrohttpdListener
  private let heads: SeenHeads
  let upstream: String

  /// Starts an API that answers with what it got: the method, the path and the body.
  init() throws {
    gate = try BuiltGate()
    let seen = SeenHeads()
    listener = MicrohttpdListener(at: ListenerAddress(host: "127.0.0.1", port: 0)) { request, _ in
      seen.add(request.head)
      if request.head.path == "/never" { try? await Task.sleep(for: .seconds(60)) }
      if request.head.path == "/events" {
        return ResponseMessage(
          status: 200, fields: [HeaderField("content-type", "text/event-stream")], body: MessageBody(OneEvent()))
      }
      let body = (try? await request.body.collect(upTo: 1 << 20)) ?? []
      let text = "\(request.head.method) \(request.head.path) " + String(decoding: body, as: UTF8.self)
      let status = request.head.path == "/missing" ? 404 : 200
      return ResponseMessage(
        status: status, fields: [HeaderField("content-type", "text/plain"), HeaderField("x-api", "yes")],
        body: MessageBody(Array(text.utf8)))
    }
    self.heads = seen
    upstream = "http://\(try listener.start())"
    _ = try KeyStore.create(
      at: gate.folder.appending(path: "keys").path(), issuer: Issuer(origin: issuer),
      now: UInt64(Date().timeIntervalSince1970))
    try gate.write("clients", "billing \(signer.publicKey)\n")
    try gate.write("me.jwk", String(decoding: KeyFile.file(signer), as: UTF8.self))
  }

  /// The heads of the requests that reached the API.
  var requests: [RequestHead] { heads.all }

  /// Ends the API.
  func stopAPI() async { await listener.stop(within: .zero) }

  /// A gateway before the API.
  func serve(_ more: [String] = []) async throws -> RunningGate {
    try await RunningGate.start(
      gate,
      [
        "serve", "--listen", "127.0.0.1:0", "--upstream", upstream, "--issuer", issuer,
        "--allow-http-issuer-for-local-work", "--keys", "keys", "--clients", "clients",
      ] + more)
  }

  /// A proxy that seals for a gateway.
  func proxy(to server: RunningGate, listen: String = "127.0.0.1:0", _ more: [String] = []) async throws -> RunningGate
  {
    try await RunningGate.start(
      gate,
      [
        "proxy", "--listen", listen, "--api", issuer, "--allow-http-issuer-for-local-work", "--pin", server.pin,
        "--connect", server.address,
      ] + more)
  }

  /// Sends a request with `sealgate request`.
  func request(to server: RunningGate, _ arguments: [String], pin: String? = nil) async throws -> BuiltGate.Result {
    try await gate.runs(
      [
        "request", "--allow-http-issuer-for-local-work", "--connect", server.address, "--pin", pin ?? server.pin,
      ] + arguments)
  }

  /// The status of the answer to a plain GET that names another host than it is sent to.
  func status(_ url: String, host: String) async throws -> String {
    try await onOwnThread {
      let (curl, pipe) = (Foundation.Process(), Pipe())
      curl.executableURL = URL(filePath: "/usr/bin/curl")
      curl.arguments = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: \(host)", url]
      curl.standardOutput = pipe
      try curl.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      curl.waitUntilExit()
      return String(decoding: output, as: UTF8.self)
    }
  }

  /// Sends a plain request.
  func send(_ method: String, to address: String, _ path: String, fields: [HeaderField] = [], body: [UInt8] = [])
    async throws -> (head: ResponseHead, body: String)
  {
    let transport = try CurlTransport()
    let head = RequestHead(method: method, scheme: "http", authority: address, path: path, fields: fields)
    let response = try await transport.send(RequestMessage(head, body: MessageBody(body)))
    return (response.head, String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self))
  }
}

/// Heads of requests, in the order in which they came.
final class SeenHeads: Sendable {
  private let heads = Mutex<[RequestHead]>([])
  var all: [RequestHead] { heads.withLock { $0 } }
  func add(_ head: RequestHead) { heads.withLock { $0.append(head) } }
}

/// A stream of one event, after which nothing comes.
final class OneEvent: BodyStream {
  private let isOver = Mutex(false)

  func next() async throws -> [UInt8]? {
    let wasOver = isOver.withLock { isOver in
      defer { isOver = true }
      return isOver
    }
    if wasOver { try await Task.sleep(for: .seconds(60)) }
    return Array("data: 1\n\n".utf8)
  }

  func cancel() {}
}
