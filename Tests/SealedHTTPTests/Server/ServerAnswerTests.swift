import SealedHTTP
import SealedPayload
import Testing

@Suite("Server: answers")
struct ServerAnswerTests {
  @Test(
    "Hops see a coarse status; the client the right one",
    arguments: [
      (200, 200), (201, 200), (204, 200), (301, 200), (304, 200), (400, 400), (401, 400), (403, 403), (404, 404),
      (409, 409), (410, 400), (413, 413), (429, 429), (500, 500), (502, 500), (503, 503), (599, 500),
    ])
  func statuses(_ inner: Int, _ outer: Int) async throws {
    let world = try ServerWorld { _ in ResponseMessage(status: inner, fields: [HeaderField("set-cookie", "a=1")]) }
    let sent = try world.seal()
    let response = await world.send(sent.outer)
    #expect(response.head.status == outer)
    #expect(
      response.head.fields == [
        HeaderField("content-type", "application/sealed-payload"),
        HeaderField("cache-control", "no-store, no-transform"), HeaderField("vary", "Sealed-Payload"),
      ])
    #expect(try await world.outcome(response, sent.exchange) == .response(inner, ""))
  }

  @Test("A policy shows 200 always")
  func always200() async throws {
    var options = ServerOptions()
    options.alwaysShows200 = true
    let world = try ServerWorld(options: options) { _ in ResponseMessage(status: 404) }
    let sent = try world.seal()
    #expect(await world.send(sent.outer).head.status == 200)
  }

  @Test("15: an application's answer that looks like a verdict is a response")
  func lookalike() async throws {
    let problem = #"{"type":"urn:sealed-payload:stale","status":400,"processed":false,"time":1}"#
    let world = try ServerWorld { _ in
      ResponseMessage(
        status: 400, fields: [HeaderField("content-type", "application/problem+json")],
        body: MessageBody(Array(problem.utf8)))
    }
    #expect(try await world.outcome(world.seal()) == .response(400, problem))
  }

  @Test("What the application throws is a sealed refusal, that promises only what the application says")
  func thrown() async throws {
    struct Broken: Error {}
    let failing = try ServerWorld { _ in throw Broken() }
    #expect(try await failing.outcome(failing.seal()) == .verdict("failed", 500, processed: nil))
    for isUnprocessed in [false, true] {
      let gateway = try ServerWorld { _ in
        throw HandlerRefusal(reason: "bad-gateway", status: 502, isCertainlyUnprocessed: isUnprocessed)
      }
      let outcome = try await gateway.outcome(gateway.seal())
      #expect(outcome == .verdict("bad-gateway", 502, processed: isUnprocessed ? false : nil))
    }
    let wrong = try ServerWorld { _ in throw HandlerRefusal(reason: "No Reason!", status: 502) }
    #expect(try await wrong.outcome(wrong.seal()) == .verdict("failed", 500, processed: nil))
  }

  @Test(
    "52, 53: an answer that breaks a rule of the format -> failed; nothing of it leaves",
    arguments: [
      HeaderField("Upper", "x"), HeaderField("connection", "close"), HeaderField("a", "x\r\nb: c"),
      HeaderField("a", " x"), HeaderField("a", "x\0"), HeaderField("content-length", "7"),
      HeaderField("transfer-encoding", "chunked"), HeaderField("", "x"),
    ])
  func badAnswer(_ field: HeaderField) async throws {
    let world = try ServerWorld { _ in ResponseMessage(status: 200, fields: [field], body: MessageBody([1])) }
    #expect(try await world.outcome(world.seal()) == .verdict("failed", 500, processed: nil))
  }

  @Test(
    "52, 53, 54: requests with such fields inside -> rejected",
    arguments: [
      [("transfer-encoding", "chunked")], [("connection", "close")], [("upgrade", "h2c")], [("host", "x")],
      [("expect", "100-continue")], [("te", "gzip")], [(":path", "/")], [("X-Upper", "a")], [("", "a")],
      [("a", "b\r\nc: d")], [("a", "b\0")], [("a", " b")], [("a", "b\t")], [("content-length", "+5")],
      [("content-length", "5,5")], [("content-length", "1")], [("content-length", "0"), ("content-length", "0")],
    ])
  func badRequest(_ fields: [(String, String)]) async throws {
    let world = try ServerWorld()
    let message = try HandSealed.request(fields: fields.map { ($0.0, Array($0.1.utf8)) }, in: world.session)
    let response = await world.send(ServerWorld.outer("POST", "/orders", message.bytes))
    #expect(try await world.outcome(response, message.exchange) == .hint("rejected", 400))
    #expect(world.calls.count == 0)
  }

  @Test("Answers are signed where that is asked, verdicts too")
  func signed() async throws {
    var options = ServerOptions()
    options.signsResponses = true
    let world = try ServerWorld(options: options)
    for timestamp in [ServerWorld.now, ServerWorld.now - 500] {
      let sent = try world.seal(at: timestamp)
      let body = try await world.send(sent.outer).body.collect(upTo: 1 << 20)
      let answer = try ResponseOpener(sent.exchange, signers: .listed([world.responseSigner.publicKey])).open(body).0
      #expect(answer.opened.attribution == .signed(world.responseSigner.publicKey))
    }
  }

  @Test("The key configuration is served as it is signed, and may be cached")
  func configuration() async throws {
    let world = try ServerWorld()
    let head = RequestHead(method: "GET", authority: "api.example.com", path: "/.well-known/sealed-payload-keys")
    let response = await world.send(RequestMessage(head))
    #expect(response.head.status == 200)
    #expect(response.head.fields.contains(HeaderField("cache-control", "public, max-age=300")))
    let body = try await response.body.collect(upTo: 65_536)
    #expect(body.filter { $0 == UInt8(ascii: ".") }.count == 2)
    #expect(
      await world.send(RequestMessage(RequestHead(method: "POST", authority: "a", path: head.path))).head.status == 400)
  }

  @Test("The time is told, sealed, by the server itself; in no other way")
  func serverTime() async throws {
    let world = try ServerWorld()
    let path = "/.well-known/sealed-payload-time"
    #expect(try await world.outcome(world.seal("GET", path, nil)) == .response(200, "{\"time\":1700000000}"))
    let unsealed = RequestMessage(RequestHead(method: "GET", authority: "api.example.com", path: path))
    #expect(await world.send(unsealed).head.status == 400)
    #expect(world.calls.count == 0)
  }

  @Test("69: a preflight is answered unsealed, for pages that may call; OPTIONS otherwise has to be sealed")
  func preflight() async throws {
    var options = ServerOptions()
    options.crossOrigin.origins = ["https://app.example"]
    let world = try ServerWorld(options: options)
    func ask(_ fields: [HeaderField]) async -> ResponseMessage {
      await world.send(
        RequestMessage(RequestHead(method: "OPTIONS", authority: "api.example.com", path: "/orders", fields: fields)))
    }
    let method = HeaderField("access-control-request-method", "POST")
    let allowed = await ask([HeaderField("origin", "https://app.example"), method])
    #expect(allowed.head.status == 204)
    #expect(allowed.head.fields.contains(HeaderField("access-control-allow-origin", "https://app.example")))
    let other = await ask([HeaderField("origin", "https://evil.example"), method])
    #expect(other.head.status == 204)
    #expect(!other.head.fields.contains { $0.name.hasPrefix("access-control") })
    #expect(await ask([]).head.status == 400)
    var sent = try world.seal()
    sent.outer.head.fields.append(HeaderField("origin", "https://app.example"))
    let answer = await world.send(sent.outer)
    #expect(answer.head.fields.contains(HeaderField("access-control-allow-origin", "https://app.example")))
    #expect(world.calls.count == 1)
  }

  @Test("78: what is told to the log has no plaintext, token or key")
  func diagnostics() async throws {
    let told = Lines<ServerDiagnosis>()
    var options = ServerOptions()
    options.diagnostics = { told.append($0) }
    let world = try ServerWorld(options: options)
    let secret = "planted-secret-marker"
    let sent = try world.seal(
      "POST", "/orders", secret, fields: [HeaderField("authorization", secret)], authority: "other.example.com")
    _ = try await world.outcome(sent)
    let bad = try HandSealed.request(fields: [(secret.uppercased(), Array("x".utf8))], in: world.session)
    _ = await world.send(ServerWorld.outer("POST", "/orders", bad.bytes))
    _ = await world.send(ServerWorld.outer("POST", "/orders", sent.message.flipped(at: 120)))
    #expect(told.all.map(\.reason) == ["mismatch", "rejected", "rejected"])
    let text = told.all.map { "\($0) \(String(reflecting: $0))" }.joined().lowercased()
    #expect(!text.contains(secret))
  }
}
