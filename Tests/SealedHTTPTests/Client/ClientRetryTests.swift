import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: what is sealed again, and what never")
struct ClientRetryTests {
  private func post(_ scene: ClientScene, _ client: SealedClient? = nil) async throws -> String {
    let client = try client ?? scene.client()
    return await end { try await client.post("/payments", [1], contentType: "application/json") }
  }

  private func get(_ scene: ClientScene, _ client: SealedClient? = nil) async throws -> String {
    let client = try client ?? scene.client()
    return await end { try await client.get("/orders") }
  }

  @Test("3: the refusal of a hop's copy ends in an unknown outcome, and no second payment")
  func duplicated() async throws {
    let calls = Counter()
    let scene = try ClientScene { request, next in
      _ = try await next.send(request)
      return try await next.send(request)
    } handler: { _ in
      calls.next() == 1 ? .response(201) : .verdict("replayed", 409, processed: nil)
    }
    #expect(try await post(scene) == "outcomeUnknown refused replayed")
    #expect(scene.sealed.count == 1)
  }

  @Test(
    "A verdict's text tells what its reason means; of reasons that this client does not know it gives the name alone",
    arguments: [
      ("replayed", "it has come before; a hop may send requests twice"), ("mismatch", "a hop may rewrite or redirect"),
      ("proof-required", "must be signed"), ("brand-new", "refused it as brand-new (status 400)"),
    ])
  func meanings(reason: String, text: String) async throws {
    let scene = try ClientScene { _ in .verdict(reason, 400, processed: nil) }
    do {
      _ = try await scene.client().post("/payments", [1], contentType: "a/b")
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("refused it as \(reason) (status 400)") && "\(error)".contains(text))
    }
  }

  @Test("6: a flipped copy's refusal does not repeat a payment that was processed", arguments: [110, 130, 200])
  func flipped(byte: Int) async throws {
    let scene = try ClientScene { request, next in
      _ = try await next.send(request)
      var copy = try await request.body.collect(upTo: 1 << 20)
      copy[byte] ^= 1
      return try await next.send(RequestMessage(request.head, body: MessageBody(copy)))
    } handler: { _ in
      .response(201)
    }
    #expect(try await post(scene) == "outcomeUnknown unsealed rejected")
    #expect(scene.sealed.count == 1 && scene.api.seen.count == 1)
  }

  @Test(
    "12: forged unsealed refusals repeat no payment, and fetch the keys at most once in 30 s",
    arguments: [
      "unknown-key", "stale", "replayed", "not-ready", "rejected", "sealing-required", "too-large", "forbidden",
    ])
  func forged(reason: String) async throws {
    let scene = try ClientScene(hop: { _, _ in HandmadeAPI.hint(reason, 503, [HeaderField("retry-after", "0")]) })
    let client = try scene.client()
    for _ in 0..<5 { #expect(try await post(scene, client).hasPrefix("outcomeUnknown unsealed")) }
    #expect(scene.sealed.count == 5)
    #expect(scene.api.fetches.count == (reason == "unknown-key" ? 2 : 1))
    scene.clock.advance(by: 29)
    _ = try await post(scene, client)
    #expect(scene.api.fetches.count == (reason == "unknown-key" ? 2 : 1))
    scene.clock.advance(by: 1)
    _ = try await post(scene, client)
    #expect(scene.api.fetches.count == (reason == "unknown-key" ? 3 : 1))
  }

  @Test("13: an unsealed unknown-key makes a GET fetch the keys and try once more, no more")
  func unknownKey() async throws {
    let forged = try ClientScene(hop: { _, _ in HandmadeAPI.hint("unknown-key", 400) })
    #expect(try await get(forged) == "outcomeUnknown unsealed unknown-key")
    #expect(forged.sealed.count == 2 && forged.api.fetches.count == 2)
    #expect(forged.api.fetches.last?.fields.contains(HeaderField("cache-control", "no-cache")) == true)

    let rotated = try ClientScene { _ in .response(200) }
    let old = try SampleKeys.recipientKey(number: 9, for: rotated.keys.issuer)
    let stale = try rotated.configuration { $0.keys = [($0.key(old.recipient))] }
    rotated.api.publish { [fresh = try rotated.keys.configuration(at: ClientScene.now), api = rotated.api] _ in
      ResponseMessage(status: 200, body: MessageBody(api.fetches.count == 1 ? stale : fresh))
    }
    #expect(try await get(rotated) == "status 200")
  }

  @Test(
    "14: a promise counts up to 60 s after sealing", arguments: [(0, true), (60, true), (61, false), (3_000, false)])
  func latePromise(seconds: Int, counts: Bool) async throws {
    let calls = Counter()
    let scene = try ClientScene { _ in
      calls.next() == 1 ? .verdict("stale", 400, processed: false) : .response(201)
    }
    let api = scene.api.transport
    let client = try SealedClient(
      for: scene.keys.issuer, trusting: .pinned([scene.keys.identity.publicKey]),
      over: HopTransport(before: api) { [clock = scene.clock] request, next in
        let response = try await next.send(request)
        if calls.count == 1 { clock.advance(by: UInt64(seconds)) }
        return response
      }, time: scene.clock)
    let result = try await post(scene, client)
    #expect(result == (counts ? "status 201" : "outcomeUnknown refused stale"))
    #expect(calls.count == (counts ? 2 : 1))
  }

  @Test("14: a promise after the clock was set back counts for nothing")
  func clockSetBack() async throws {
    let scene = try ClientScene { _ in .verdict("stale", 400, processed: false) }
    let client = try SealedClient(
      for: scene.keys.issuer, trusting: .pinned([scene.keys.identity.publicKey]),
      over: HopTransport(before: scene.wire) { [clock = scene.clock] request, next in
        let response = try await next.send(request)
        if request.head.method == "POST" { clock.set(ClientScene.now - 10) }
        return response
      }, time: scene.clock)
    #expect(try await post(scene, client) == "outcomeUnknown refused stale")
    #expect(scene.sealed.count == 1)
  }

  @Test("15: an application's answer that looks like a verdict is an answer")
  func lookalike() async throws {
    let problem = Array("{\"type\":\"urn:sealed-payload:stale\",\"status\":400,\"processed\":false,\"time\":1}".utf8)
    let scene = try ClientScene { _ in
      .response(400, [HeaderField("content-type", "application/problem+json")], problem)
    }
    let response = try await scene.client().post("/payments", [1], contentType: "a/b")
    #expect(try await response.bytes() == problem && response.status == 400)
    #expect(scene.sealed.count == 1)
  }

  @Test("16: a body that comes once is never sent twice", arguments: ["PUT", "POST"], ["verdict", "hint", "broken"])
  func oneShot(method: String, answer: String) async throws {
    let scene = try ClientScene { request, next in
      if answer == "hint" {
        _ = try await request.body.collect(upTo: 99_999)
        return HandmadeAPI.hint("not-ready", 503)
      }
      return try await next.send(request)
    } handler: { _ in
      answer == "verdict" ? .verdict("stale", 400, processed: false) : .broken
    }
    let body = MessageBody(try MessageBody([1, 2, 3]).open())
    let result = await end { try await scene.client().send(method, "/", body: body) }
    let expected = ["verdict": "notSent refused stale", "hint": "outcomeUnknown unsealed not-ready"]
    #expect(result == expected[answer] ?? "outcomeUnknown transport")
    #expect(scene.sealed.count == 1)
  }

  @Test("A repeatable body is read again for the second message")
  func repeatable() async throws {
    let (calls, opened) = (Counter(), Counter())
    let scene = try ClientScene { seen in
      calls.next() == 1 ? .verdict("stale", 400, processed: false) : .response(200, [], seen.body)
    }
    let body = MessageBody(length: 2) {
      opened.next()
      return try MessageBody([8, 9]).open()
    }
    #expect(try await scene.client().send("POST", "/", body: body).bytes() == [8, 9])
    #expect(opened.count == 2 && scene.sealed.count == 2)
  }

  @Test("Promised once, then lost: the outcome is unknown; promised twice: it is not sent")
  func everyAttempt() async throws {
    let calls = Counter()
    let lost = try ClientScene { _ in calls.next() == 1 ? .verdict("stale", 400, processed: false) : .broken }
    #expect(try await post(lost) == "outcomeUnknown transport")
    let promised = try ClientScene { _ in .verdict("stale", 400, processed: false) }
    #expect(try await post(promised) == "notSent refused stale")
    #expect(promised.sealed.count == 2)
    let lostFirst = Counter()
    let reversed = try ClientScene { _ in lostFirst.next() == 1 ? .broken : .verdict("stale", 400, processed: false) }
    #expect(try await get(reversed) == "outcomeUnknown refused stale")
  }

  @Test(
    "A GET is sealed again after any failure, once, with new bytes",
    arguments: [
      "broken", "replayed", "stale", "hint", "garbage", "empty",
    ])
  func idempotent(failure: String) async throws {
    let calls = Counter()
    let scene = try ClientScene { _ in
      guard calls.next() == 1 else { return .response(200) }
      return switch failure {
      case "broken": .broken
      case "hint": .outer(ResponseMessage(status: 502, body: MessageBody(Array("<html>".utf8))))
      case "garbage": .outer(HandmadeAPI.outer(Array("SPL\u{1}\u{3}and more than that, of no meaning".utf8)))
      case "empty": .outer(HandmadeAPI.outer([]))
      default: .verdict(failure, 409, processed: nil)
      }
    }
    #expect(try await get(scene) == "status 200")
    let carriers = scene.sealed.compactMap { $0.request.fields.first { $0.name == "sealed-payload" }?.rawValue }
    #expect(carriers.count == 2 && carriers[0] != carriers[1])
  }

  @Test(
    "What the API refuses for good is not asked again",
    arguments: [
      "mismatch", "proof-required", "forbidden", "rate-limited", "too-large",
    ])
  func lasting(reason: String) async throws {
    let scene = try ClientScene { _ in .verdict(reason, 429, processed: false, [HeaderField("retry-after", "7")]) }
    let client = try scene.client()
    do {
      _ = try await client.post("/payments", [1], contentType: "a/b")
      Issue.record("it was refused")
    } catch .notSent(.refused(let verdict, let retryAfter)) {
      #expect(verdict.reason == reason && retryAfter == 7)
    } catch {
      Issue.record(error)
    }
    #expect(try await get(scene, client) == "notSent refused \(reason)")
    #expect(scene.sealed.count == 2)
  }

  @Test("After not-ready a GET waits as long as it is told, up to a bound")
  func notReady() async throws {
    let calls = Counter()
    let scene = try ClientScene(
      hop: { request, next in
        calls.next() == 1
          ? HandmadeAPI.hint("not-ready", 503, [HeaderField("retry-after", "15")]) : try await next.send(request)
      }, handler: { _ in .response(200) })
    let client = try scene.client()
    async let result = end { try await client.get("/") }
    // One sleeper ends sessions, the other is the call.
    await scene.clock.waitForSleepers(2)
    scene.clock.advance(by: 14)
    #expect(scene.sealed.count == 1)
    scene.clock.advance(by: 1)
    #expect(await result == "status 200")
    let long = try ClientScene(hop: { _, _ in HandmadeAPI.hint("not-ready", 503, [HeaderField("retry-after", "31")]) })
    #expect(try await get(long) == "outcomeUnknown unsealed not-ready")
    #expect(long.sealed.count == 1)
  }

  private struct Refused: TransportFailure { var wasSent: Bool { false } }

  @Test("What provably never left is not sent; it is not repeated unless it is idempotent")
  func provablyUnsent() async throws {
    let scene = try ClientScene(hop: { _, _ in throw Refused() })
    #expect(try await post(scene) == "notSent transport")
    #expect(scene.sealed.count == 1)
    #expect(try await get(scene) == "notSent transport")
    #expect(scene.sealed.count == 3)
  }
}
