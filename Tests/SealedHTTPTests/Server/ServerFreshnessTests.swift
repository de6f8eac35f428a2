import SealedHTTP
import SealedPayload
import Testing

@Suite("Server: a request takes effect at most once")
struct ServerFreshnessTests {
  @Test("A sealed request is answered, sealed")
  func exchange() async throws {
    let world = try ServerWorld()
    let sent = try world.seal(fields: [HeaderField("authorization", "Bearer x")])
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
    let request = try #require(world.calls.last)
    #expect(request.head.path == "/orders")
    #expect(request.head.fields == [HeaderField("authorization", "Bearer x")])
    #expect(request.client == nil)
  }

  @Test("1: the second copy is replayed, and the application called once")
  func replay() async throws {
    let world = try ServerWorld()
    let sent = try world.seal()
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
    #expect(try await world.outcome(sent) == .verdict("replayed", 409, processed: nil))
    #expect(world.calls.count == 1)
  }

  @Test("2: of 100 copies to two instances that share a guard, one reaches the application")
  func concurrent() async throws {
    let replayGuard = MemoryReplayGuard(floor: ServerWorld.now - 1_000)
    let world = try ServerWorld(replayGuard: replayGuard)
    let keys = try FixedServerKeys(
      [world.key], published: PublishedKeys(configuration: [], expiry: 0), issuer: world.issuer)
    let other = try SealedServer(keys: keys, replayGuard: replayGuard, time: world.clock) { request in
      world.calls.add(request)
      return ResponseMessage(status: 200)
    }
    let sent = try world.seal()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask {
          let server = number.isMultiple(of: 2) ? world.server : other
          _ = await server.respond(to: sent.outer, from: PeerAddress("192.0.2.1"))
        }
      }
    }
    #expect(world.calls.count == 1)
  }

  @Test("4: dated in the future -> stale, without a promise; admitted in its time")
  func future() async throws {
    let world = try ServerWorld()
    let sent = try world.seal(at: ServerWorld.now + 600)
    #expect(try await world.outcome(sent) == .verdict("stale", 400, processed: nil))
    #expect(world.calls.count == 0)
    world.clock.now = ServerWorld.now + 600
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
  }

  @Test("5: too old after an admitted copy -> replayed, not stale; too old at first -> stale, with the promise")
  func tooOld() async throws {
    let world = try ServerWorld()
    let sent = try world.seal()
    _ = try await world.outcome(sent)
    world.clock.now = ServerWorld.now + 121
    #expect(try await world.outcome(sent) == .verdict("replayed", 409, processed: nil))
    let unseen = try world.seal()
    #expect(try await world.outcome(unseen) == .verdict("stale", 400, processed: false))
    #expect(try await world.outcome(unseen) == .verdict("replayed", 409, processed: nil))
    #expect(world.calls.count == 1)
  }

  @Test("8: an instance before its floor processes nothing, and says when to come again")
  func floor() async throws {
    let world = try ServerWorld(floor: ServerWorld.now + 15)
    let sent = try world.seal()
    let response = await world.send(sent.outer)
    #expect(response.head.fields.contains(HeaderField("retry-after", "16")))
    #expect(try await world.outcome(response, sent.exchange) == .hint("not-ready", 503))
    world.clock.now = ServerWorld.now + 16
    #expect(try await world.outcome(sent) == .verdict("stale", 400, processed: nil))
    #expect(world.calls.count == 0)
  }

  @Test("10: at capacity the oldest are forgotten, and refused for it")
  func capacity() async throws {
    let world = try ServerWorld(capacity: 2)
    let oldest = try world.seal(at: ServerWorld.now - 50)
    #expect(try await world.outcome(oldest) == .response(201, "got lamp"))
    for age in [40, 30, 20] as [UInt64] { _ = try await world.outcome(world.seal(at: ServerWorld.now - age)) }
    #expect(try await world.outcome(oldest) == .verdict("stale", 400, processed: nil))
    #expect(world.calls.count == 4)
  }

  /// A guard whose answer takes as long as the test says.
  struct StalledGuard: ReplayGuard {
    let clock: SetClock
    let seconds: UInt64

    func claim(
      _ identifier: MessageIdentifier, timestamp: UInt64, intent: ClaimIntent, now: UInt64
    ) async throws(ReplayGuardFailure) -> ClaimOutcome {
      clock.now += seconds
      return .entered
    }
  }

  @Test("11: a guard that can't be reached -> 503; one that answered after 70 s -> refused without a promise")
  func stalled() async throws {
    struct Unreachable: ReplayGuard {
      func claim(
        _ identifier: MessageIdentifier, timestamp: UInt64, intent: ClaimIntent, now: UInt64
      ) async throws(ReplayGuardFailure) -> ClaimOutcome { throw .unavailable("no connection") }
    }
    let world = try ServerWorld()
    func server(_ replayGuard: any ReplayGuard) throws -> SealedServer {
      let keys = try FixedServerKeys(
        [world.key], published: PublishedKeys(configuration: [], expiry: 0), issuer: world.issuer)
      return try SealedServer(keys: keys, replayGuard: replayGuard, time: world.clock) { request in
        world.calls.add(request)
        return ResponseMessage(status: 200)
      }
    }
    let (first, second, third) = (try world.seal(), try world.seal(), try world.seal())
    let unreachable = await (try server(Unreachable())).respond(to: first.outer, from: PeerAddress("a"))
    #expect(try await world.outcome(unreachable, first.exchange) == .hint("not-ready", 503))
    let late = await (try server(StalledGuard(clock: world.clock, seconds: 70)))
      .respond(to: second.outer, from: PeerAddress("a"))
    #expect(try await world.outcome(late, second.exchange) == .verdict("stale", 400, processed: nil))
    #expect(world.calls.count == 0)
    let slow = await (try server(StalledGuard(clock: world.clock, seconds: 60)))
      .respond(to: third.outer, from: PeerAddress("a"))
    #expect(try await world.outcome(slow, third.exchange) == .response(200, ""))
  }

  @Test("17: another client's use of the nonce takes nothing from its owner")
  func nonce() async throws {
    let world = try ServerWorld()
    let victim = try world.seal()
    let nonce = Array(victim.message[52..<68])
    let head = RequestHead(method: "POST", authority: "api.example.com", path: "/orders")
    let thief = try RequestSealer(
      head, in: SealingSession(to: world.key.recipient), timestamp: ServerWorld.now, options: .init(), nonce: nonce
    ).seal([])
    let first = await world.send(ServerWorld.outer("POST", "/orders", thief.bytes))
    #expect(try await world.outcome(first, thief.exchange) == .response(201, "got "))
    #expect(try await world.outcome(victim) == .response(201, "got lamp"))
  }

  @Test("19: copies with another outer path after the good one -> replayed and nothing else")
  func copiesElsewhere() async throws {
    let world = try ServerWorld()
    var sent = try world.seal()
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
    for path in ["/other", "/orders/", "/orders?x", "/.well-known/sealed-payload-time"] {
      sent.outer.head.path = path
      #expect(try await world.outcome(sent) == .verdict("replayed", 409, processed: nil))
    }
  }

  @Test("6: a copy with a flipped bit never speaks for the good one")
  func flipped() async throws {
    let world = try ServerWorld()
    let sent = try world.seal()
    for index in [52, 76, 80, 108, 112] {
      let copy = ServerWorld.outer("POST", "/orders", sent.message.flipped(at: index))
      let outcome = try await world.outcome(await world.send(copy), sent.exchange)
      #expect(outcome == .hint("rejected", 400), "byte \(index)")
    }
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
  }

  @Test("A body that was changed is refused, sealed; the good copy is replayed then, so neither takes effect")
  func changedBody() async throws {
    let world = try ServerWorld()
    let sent = try world.seal()
    let copy = ServerWorld.outer("POST", "/orders", sent.message.flipped(at: sent.message.count - 1))
    #expect(try await world.outcome(await world.send(copy), sent.exchange) == .hint("rejected", 400))
    let long = try world.seal("POST", "/orders", String(repeating: "a", count: 200_000))
    let longCopy = ServerWorld.outer("POST", "/orders", long.message.flipped(at: long.message.count - 1))
    let outcome = try await world.outcome(await world.send(longCopy), long.exchange)
    #expect(outcome == .verdict("rejected", 400, processed: false))
    #expect(try await world.outcome(long) == .verdict("replayed", 409, processed: nil))
    #expect(world.calls.count == 0)
  }
}
