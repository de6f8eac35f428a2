import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: clocks that differ")
struct ClientClockTests {
  private func post(_ scene: ClientScene, _ client: SealedClient? = nil) async throws -> String {
    let client = try client ?? scene.client()
    return await end { try await client.post("/payments", [1], contentType: "application/json") }
  }

  private func get(_ scene: ClientScene, _ client: SealedClient? = nil) async throws -> String {
    let client = try client ?? scene.client()
    return await end { try await client.get("/orders") }
  }

  @Test("4: too new is not sealed again without a promise; the clock is mended for the next request")
  func tooNew() async throws {
    let scene = try ClientScene { seen in
      guard seen.opened.message.timestamp ?? 0 <= ClientScene.now + 10 else {
        return .verdict("stale", 400, processed: nil)
      }
      return .response(201)
    }
    let client = try scene.client(time: ManualClock(now: ClientScene.now + 600))
    #expect(try await post(scene, client) == "outcomeUnknown refused stale")
    #expect(scene.sealed.count == 1)
    #expect(try await post(scene, client) == "status 201")
    #expect(scene.sealed.count == 2)
  }

  @Test(
    "4: a client whose clock is off asks for the time first, and its payment is taken at once",
    arguments: [-600, -130, 6, 600])
  func asksFirst(offset: Int) async throws {
    let payments = Counter()
    let scene = try ClientScene { seen in
      let timestamp = Int(seen.opened.message.timestamp ?? 0) - Int(ClientScene.now)
      guard (-120...10).contains(timestamp) else { return .verdict("stale", 400, processed: nil) }
      if seen.head.path == "/.well-known/sealed-payload-time" {
        return .response(200, [], Array("{\"time\":\(ClientScene.now)}".utf8))
      }
      payments.next()
      return .response(201)
    }
    scene.api.publish(try scene.keys.configuration(at: ClientScene.now - 700), fields: [scene.date(ClientScene.now)])
    let client = try scene.client(time: ManualClock(now: UInt64(Int(ClientScene.now) + offset)))
    #expect(try await post(scene, client) == "status 201")
    #expect(payments.count == 1)
    #expect(scene.sealed.first?.request.path == "/.well-known/sealed-payload-time")
    let asked = scene.sealed.count
    #expect(try await post(scene, client) == "status 201")
    #expect(scene.sealed.count == asked + 1)
    #expect(scene.api.seen.last?.opened.message.timestamp == ClientScene.now)
  }

  @Test("A clock within five seconds, or no date at all, asks nothing; nor does a GET", arguments: [-5, 0, 5])
  func asksNot(offset: Int) async throws {
    for fields in [true, false] {
      let scene = try ClientScene { _ in .response(200) }
      scene.api.publish(
        try scene.keys.configuration(at: ClientScene.now - 700), fields: fields ? [scene.date(ClientScene.now)] : [])
      let client = try scene.client(time: ManualClock(now: UInt64(Int(ClientScene.now) + offset)))
      #expect(try await post(scene, client) == "status 200")
      #expect(scene.sealed.map(\.request.path) == ["/payments"])
    }
    let scene = try ClientScene { _ in .response(200) }
    scene.api.publish(try scene.keys.configuration(at: ClientScene.now), fields: [scene.date(ClientScene.now + 99)])
    #expect(try await get(scene) == "status 200")
    #expect(scene.sealed.count == 1)
  }

  @Test("A question for the time that nobody answers leaves the payment unsent")
  func askedInVain() async throws {
    let scene = try ClientScene { _ in .broken }
    scene.api.publish(try scene.keys.configuration(at: ClientScene.now), fields: [scene.date(ClientScene.now + 99)])
    #expect(try await post(scene) == "notSent transport")
    #expect(scene.sealed.allSatisfy { $0.request.path == "/.well-known/sealed-payload-time" })
    #expect(scene.sealed.count == 2)
  }

  @Test("74: the time of a verdict moves message times, never the validity of keys")
  func verdictTime() async throws {
    let calls = Counter()
    let day: UInt64 = 86_400
    let server = ManualClock(now: ClientScene.now + day)
    let keys = try SampleKeys()
    let api = try HandmadeAPI(keys, server) { _ in
      calls.next() == 1 ? .verdict("stale", 400, processed: false) : .response(200)
    }
    api.publish(try keys.configuration(at: ClientScene.now))
    let clock = ManualClock(now: ClientScene.now)
    let client = try SealedClient(
      for: keys.issuer, trusting: .pinned([keys.identity.publicKey]), over: api.transport, time: clock)
    #expect(try await client.get("/").status == 200)
    #expect(api.seen.map(\.opened.message.timestamp) == [ClientScene.now, ClientScene.now + day])
    clock.advance(by: 3_599)
    #expect(try await client.get("/").status == 200)
    clock.advance(by: 1)
    #expect(await end { try await client.get("/") } == "notSent configuration \(ConfigurationProblem.expired)")
  }
}
