import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Synchronization

/// An API with its real server behind a socket on 127.0.0.1.
final class SealedAPI: Sendable {
  let issuer: Issuer
  let identity = SigningKey()
  let raw: RawServer
  private let served: Mutex<[ServedRequest]>

  /// What the application was called with.
  var requests: [ServedRequest] { served.withLock { $0 } }
  /// Requests for something else than the keys or the time, as the network saw them.
  var outerRequests: [String] { raw.requests.filter { !$0.contains(" /.well-known/") } }

  init(_ handler: @escaping SealedServer.Handler = SealedAPI.echo) throws {
    let box = ServerBox()
    raw = try RawServer { head, connection in try SealedAPI.answer(head, connection, box) }
    issuer = try Issuer(origin: "http://\(raw.authority)")
    served = Mutex([])
    let now = SystemTime().now
    let key = RecipientKey(try RecipientPrivateKey(), issuer: issuer)
    let configuration = KeyConfiguration(
      issuer: issuer, issuedAt: now, expiry: now + 3_600,
      keys: [.init(key.recipient, validity: now..<now + 3_600, ciphers: [.chaCha20Poly1305])], responseKeys: [])
    let published = PublishedKeys(configuration: try configuration.signed(by: identity), expiry: now + 3_600)
    box.server = try SealedServer(
      keys: FixedServerKeys([key], published: published, issuer: issuer),
      replayGuard: MemoryReplayGuard(floor: now - 1_000)
    ) { [weak self] request in
      self?.served.withLock { $0.append(request) }
      return try await handler(request)
    }
  }

  func url(_ path: String) -> URL { URL(string: issuer.text + path) ?? URL(filePath: "/") }

  func client(over transport: any Transport = URLSessionTransport()) throws -> SealedClient {
    var options = ClientOptions()
    options.allowsPlainHTTPForLocalWork = true
    return try SealedClient(for: issuer, trusting: .pinned([identity.publicKey]), over: transport, options: options)
  }

  func session() throws -> SealedURLSession { SealedURLSession(try client()) }

  /// Answers with the body, and with what it saw in fields.
  static let echo: SealedServer.Handler = { request in
    let seen = request.head.fields.filter { $0.name.hasPrefix("x-") || $0.name == "authorization" }
    let body = try await request.body.collect(upTo: 64 << 20)
    return ResponseMessage(
      status: 201,
      fields: [HeaderField("x-method", request.head.method), HeaderField("x-path", request.head.path)]
        + seen.map { HeaderField("x-seen-" + $0.name, rawValue: $0.rawValue) }, body: MessageBody(body))
  }

  private final class ServerBox: Sendable {
    private let value = Mutex<SealedServer?>(nil)
    var server: SealedServer? {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  /// A small HTTP/1.1 server: enough for these tests, and no more.
  private static func answer(_ head: String, _ connection: RawConnection, _ box: ServerBox) throws -> Bool {
    guard let server = box.server, let request = try RequestMessage(received: head, connection) else { return false }
    let done = DispatchSemaphore(value: 0)
    let wire = Wire(connection)
    Task {
      defer { done.signal() }
      let response = await server.respond(to: request, from: PeerAddress("127.0.0.1"))
      try? await wire.send(response)
    }
    done.wait()
    return !wire.isBroken
  }
}

/// Writes responses on a connection that its thread leaves alone meanwhile.
private final class Wire: @unchecked Sendable {
  private let connection: RawConnection
  private let broken = Mutex(true)
  var isBroken: Bool { broken.withLock { $0 } }

  init(_ connection: RawConnection) {
    self.connection = connection
  }

  func send(_ response: ResponseMessage) async throws {
    defer { response.body.cancel() }
    var lines = "HTTP/1.1 \(response.head.status) X\r\n"
    for field in response.head.fields where field.name != "content-length" {
      lines += "\(field.name): \(field.value)\r\n"
    }
    guard case .whole(let body) = response.body.source else {
      try connection.write(lines + "Transfer-Encoding: chunked\r\n\r\n")
      for try await piece in response.body { try connection.writeChunk(piece) }
      try connection.writeChunk([])
      return broken.withLock { $0 = false }
    }
    try connection.write(Array((lines + "Content-Length: \(body.count)\r\n\r\n").utf8) + body)
    broken.withLock { $0 = false }
  }
}

extension RequestMessage {
  fileprivate init?(received head: String, _ connection: RawConnection) throws {
    let lines = head.components(separatedBy: "\r\n")
    let start = lines[0].split(separator: " ").map(String.init)
    guard start.count == 3 else { return nil }
    var fields = lines.dropFirst().compactMap { line -> HeaderField? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return HeaderField(
        line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
    let authority = fields.first { $0.name == "host" }?.value ?? ""
    let body = try connection.readBody(of: head)
    fields.removeAll { ["host", "connection", "transfer-encoding", "content-length"].contains($0.name) }
    self.init(
      RequestHead(method: start[0], scheme: "http", authority: authority, path: start[1], fields: fields),
      body: MessageBody(body))
  }
}
