import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client and server together")
struct ClientServerTests {
  private static func echo(_ request: ServedRequest) async throws -> ResponseMessage {
    let body = try await request.body.collect(upTo: 1 << 24)
    return ResponseMessage(
      status: 200, fields: [HeaderField("x-method", request.head.method), HeaderField("x-path", request.head.path)],
      body: MessageBody(body))
  }

  @Test("Bodies of many lengths go there and come back", arguments: [0, 1, 127, 65_535, 65_536, 300_000])
  func lengths(count: Int) async throws {
    let api = try RealAPI(handler: Self.echo)
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let whole = try await api.client.post("/a?b=c", body, contentType: "a/b")
    #expect(whole["x-method"] == "POST" && whole["x-path"] == "/a?b=c")
    #expect(try await whole.bytes() == body)
    #expect(whole.attribution == .signed(api.keys.responseSigner.publicKey))
    let streamed = try await api.client.send("PUT", "/", body: MessageBody(try MessageBody(body).open()))
    #expect(try await streamed.bytes() == body)
  }

  @Test(
    "Every method works, HEAD among them", arguments: ["GET", "HEAD", "OPTIONS", "DELETE", "POST", "PATCH", "QUERY"])
  func methods(method: String) async throws {
    let api = try RealAPI(handler: Self.echo)
    #expect(try await api.client.send(method, "/x")["x-method"] == method)
  }

  @Test("Statuses arrive as the application gave them", arguments: [201, 204, 205, 304, 307, 404, 418, 503])
  func statuses(status: Int) async throws {
    let api = try RealAPI { _ in ResponseMessage(status: status) }
    #expect(try await api.client.get("/").status == status)
  }

  @Test("3: a payment that a hop doubles is processed once, and the client doesn't repeat it")
  func doubled() async throws {
    let payments = Counter()
    let api = try RealAPI(
      hop: { request, next in
        if request.head.method == "POST" { _ = try await next.send(request) }
        return try await next.send(request)
      }, handler: { _ in ResponseMessage(status: 200 + payments.next()) })
    let result = await end { try await api.client.post("/payments", [1], contentType: "a/b") }
    #expect(result == "outcomeUnknown refused replayed")
    #expect(payments.count == 1 && api.sealed.count == 1)
  }

  @Test(
    "4: a clock that is off by ten minutes asks for the time, and the payment is processed once",
    arguments: [-600, 600])
  func clockOff(offset: Int) async throws {
    let payments = Counter()
    let api = try RealAPI { _ in ResponseMessage(status: 200 + payments.next()) }
    let date = try ClientScene().date(RealAPI.now)
    let client = try SealedClient(
      for: api.keys.issuer, trusting: .pinned([api.keys.identity.publicKey]),
      over: HopTransport(before: api.wire) { request, next in
        var response = try await next.send(request)
        if request.head.path.hasSuffix("-keys") {
          let configuration = try api.keys.configuration(at: RealAPI.now - 700)
          response = ResponseMessage(status: 200, fields: [date], body: MessageBody(configuration))
        }
        return response
      }, time: ManualClock(now: UInt64(Int(RealAPI.now) + offset)))
    #expect(await end { try await client.post("/payments", [1], contentType: "a/b") } == "status 201")
    #expect(payments.count == 1)
  }

  @Test("A request that waits too long on the way is promised to be dead, and sealed again")
  func delayed() async throws {
    let (calls, sent) = (Counter(), Counter())
    let clock = ManualClock(now: RealAPI.now)
    let api = try RealAPI { _ in ResponseMessage(status: 200 + calls.next()) }
    let client = try SealedClient(
      for: api.keys.issuer, trusting: .pinned([api.keys.identity.publicKey]),
      over: HopTransport(before: api.wire) { [server = api.clock] request, next in
        // The server's clock alone goes on: the client hears of it within a minute of its own.
        if request.head.method == "POST", sent.next() == 1 { server.advance(by: 121) }
        return try await next.send(request)
      }, time: clock)
    #expect(await end { try await client.post("/payments", [1], contentType: "a/b") } == "status 201")
    #expect(calls.count == 1 && sent.count == 2)
  }

  @Test("A server without its key, or not ready, is told apart, and nothing is repeated that must not be")
  func hints() async throws {
    let api = try RealAPI(handler: Self.echo)
    let stranger = try SampleKeys.recipientKey(number: 5, for: api.keys.issuer)
    let scene = try ClientScene()
    let stale = try scene.configuration { $0.keys = [$0.key(stranger.recipient)] }
    let client = try SealedClient(
      for: api.keys.issuer, trusting: .pinned([api.keys.identity.publicKey]),
      over: HopTransport(before: api.wire) { request, next in
        request.head.path.hasSuffix("-keys")
          ? ResponseMessage(status: 200, body: MessageBody(stale)) : try await next.send(request)
      }, time: api.clock)
    #expect(await end { try await client.post("/", [1], contentType: "a/b") } == "outcomeUnknown unsealed unknown-key")
    #expect(api.sealed.count == 1)
  }

  @Test("A tunnel hides method and path from hops, and the server takes it")
  func tunnel() async throws {
    var options = ClientOptions()
    options.tunnel = .always(path: "/sealed")
    let keys = try SampleKeys()
    let clock = ManualClock(now: RealAPI.now)
    var serverOptions = ServerOptions()
    serverOptions.tunnelPath = "/sealed"
    let server = try SealedServer(
      keys: FixedServerKeys(
        [keys.recipientKey],
        published: PublishedKeys(configuration: try keys.configuration(at: RealAPI.now), expiry: RealAPI.now + 3_600),
        issuer: keys.issuer), replayGuard: MemoryReplayGuard(floor: RealAPI.now - 1_000), options: serverOptions,
      time: clock, handler: Self.echo)
    let client = try SealedClient(
      for: keys.issuer, trusting: .pinned([keys.identity.publicKey]),
      over: LoopbackTransport { await server.respond(to: $0, from: $1) }, options: options, time: clock)
    let response = try await client.send("DELETE", "/orders/7?x=y")
    #expect(response["x-method"] == "DELETE" && response["x-path"] == "/orders/7?x=y")
  }

  @Test("1,000 requests at once, of all kinds, each get their own answer")
  func concurrent() async throws {
    let api = try RealAPI(handler: Self.echo)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<1_000 {
        group.addTask {
          let body = Array("\(number)".utf8)
          let stream = number % 3 == 0 ? MessageBody(try MessageBody(body).open()) : MessageBody(body)
          let response = try await api.client.send("POST", "/\(number)", body: number % 5 == 0 ? .empty : stream)
          let expected = number % 5 == 0 ? [] : body
          return try await response.bytes() == expected && response["x-path"] == "/\(number)"
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
