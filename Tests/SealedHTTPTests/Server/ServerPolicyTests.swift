import SealedHTTP
import SealedPayload
import Testing

@Suite("Server: who may do what")
struct ServerPolicyTests {
  let signer = SigningKey()

  /// Clients that a test adds and removes.
  final class Directory: ClientDirectory {
    let clients: Lines<RegisteredClient>

    init(_ clients: [RegisteredClient]) {
      self.clients = Lines(clients)
    }

    func client(signingWith key: VerifyingKey) async -> RegisteredClient? {
      clients.all.first { $0.key == key }
    }
  }

  func world(_ policy: RoutePolicy, _ clients: (any ClientDirectory)? = nil) throws -> ServerWorld {
    var options = ServerOptions()
    options.routes = [Route("POST", path: "/orders", policy: policy)]
    options.limits.signedBody = 100_000
    let known = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    return try ServerWorld(clients: clients ?? known, options: options)
  }

  @Test("A route that asks for a signer needs somebody who knows the clients")
  func setup() throws {
    var options = ServerOptions()
    options.routes = [Route(path: "/orders", policy: .authenticated)]
    #expect(throws: ServerSetupError.clientsMissing) { try ServerWorld(options: options) }
  }

  @Test(
    "23: without a proof on a route that asks for one -> proof-required",
    arguments: [RoutePolicy.authenticated, .signed])
  func proofRequired(_ policy: RoutePolicy) async throws {
    let world = try world(policy)
    #expect(try await world.outcome(world.seal(signer: signer)) == .response(201, "got lamp"))
    #expect(world.calls.last?.client?.name == "billing")
    #expect(try await world.outcome(world.seal()) == .verdict("proof-required", 403, processed: false))
    #expect(try await world.outcome(world.seal("PUT", "/orders")) == .response(201, "got lamp"))
    #expect(try await world.outcome(world.seal("POST", "/orders2")) == .response(201, "got lamp"))
    let below = try await world.outcome(world.seal("POST", "/orders/1?x=1"))
    #expect(below == .verdict("proof-required", 403, processed: false))
    #expect(world.calls.count == 3)
  }

  @Test("26: a signer that is taken out in the middle of a session -> forbidden on the next message")
  func revoked() async throws {
    let directory = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    let world = try world(.authenticated, directory)
    #expect(try await world.outcome(world.seal(signer: signer)) == .response(201, "got lamp"))
    directory.clients.removeAll()
    #expect(try await world.outcome(world.seal(signer: signer)) == .verdict("forbidden", 403, processed: false))
    #expect(world.calls.count == 1)
  }

  @Test("A key that nobody knows -> forbidden, on every route")
  func stranger() async throws {
    let world = try world(.authenticated)
    for path in ["/orders", "/free"] {
      let outcome = try await world.outcome(world.seal("POST", path, signer: SigningKey()))
      #expect(outcome == .verdict("forbidden", 403, processed: false))
    }
  }

  @Test("28: a body that the signature doesn't cover -> proof-required where a signature is asked")
  func streamed() async throws {
    let (strict, lax) = (try world(.signed), try world(.authenticated))
    for (world, served) in [(strict, false), (lax, true)] {
      let head = RequestHead(method: "POST", authority: "api.example.com", path: "/orders")
      var message: [UInt8] = []
      var started = try RequestSealer(
        head, in: world.session, timestamp: ServerWorld.now, options: SealingOptions(signer: signer)
      ).stream(into: &message)
      started.body.write(Array("lamp".utf8), into: &message)
      let exchange = started.exchange
      try started.body.finish(into: &message)
      let response = await world.send(ServerWorld.outer("POST", "/orders", message))
      let expected: ServerWorld.Outcome =
        served ? .response(201, "got lamp") : .verdict("proof-required", 403, processed: false)
      #expect(try await world.outcome(response, exchange) == expected)
      if served, case .authenticated(let client) = world.calls.last?.protection {
        #expect(client.name == "billing")
      }
    }
  }

  @Test("A signed request can be shown to a third party")
  func receipt() async throws {
    let world = try world(.signed)
    _ = try await world.outcome(world.seal(signer: signer))
    guard case .signed(let client, let message) = world.calls.last?.protection else {
      Issue.record("not signed")
      return
    }
    #expect(client.key == signer.publicKey)
    let receipt = try Receipt(of: message)
    let read = try Receipt(verifying: receipt.serialized().span)
    try read.verify(body: Array("lamp".utf8).span)
    #expect(read.signer == signer.publicKey)
  }

  @Test("A signed route reads the whole body first, up to its limit")
  func signedStream() async throws {
    let world = try world(.signed)
    for (count, expected) in [
      (90_000, ServerWorld.Outcome.response(201, "got " + String(repeating: "a", count: 90_000))),
      (110_000, .verdict("too-large", 413, processed: false)),
    ] {
      var sent = try world.seal("POST", "/orders", String(repeating: "a", count: count), signer: signer)
      sent.outer.body = MessageBody(Pieces(sent.message.pieces(of: 10_000)))
      #expect(try await world.outcome(sent) == expected)
    }
    #expect(world.calls.count == 1)
  }

  @Test("An exception by name is served as it is; what looks like it is not")
  func exceptions() async throws {
    var options = ServerOptions()
    options.routes = [Route("GET", path: "/health", policy: .unsealed)]
    let world = try ServerWorld(options: options)
    func status(_ method: String, _ path: String) async -> Int {
      let head = RequestHead(method: method, authority: "api.example.com", path: path)
      return await world.send(RequestMessage(head)).head.status
    }
    #expect(await status("GET", "/health") == 201)
    #expect(await status("GET", "/health/deep?x") == 201)
    #expect(world.calls.count == 2)
    if case .unsealed? = world.calls.last?.protection {} else { Issue.record("not told that it came unsealed") }
    for path in ["/healthy", "/health/../orders", "/health/..%2forders", "//health", "/orders", "/%68ealth"] {
      #expect(await status("GET", path) == 400, "\(path)")
    }
    #expect(await status("POST", "/health") == 400)
    #expect(world.calls.count == 2)
    // Sealed, it is served sealed.
    #expect(try await world.outcome(world.seal("GET", "/health", nil)) == .response(201, "got "))
  }

  @Test("67: key exchanges of one address have a budget; other addresses, and sessions that are known, go on")
  func budget() async throws {
    var options = ServerOptions()
    options.limits.newSessionsAtOnce = 3
    options.limits.newSessionsPerSecond = 1
    let world = try ServerWorld(options: options)
    func fresh(from peer: String) async throws -> ServerWorld.Outcome {
      try await world.outcome(world.seal(in: SealingSession(to: world.key.recipient)), from: peer)
    }
    let served = ServerWorld.Outcome.response(201, "got lamp")
    #expect(try await world.outcome(world.seal(), from: "192.0.2.7") == served)
    for _ in 0..<2 { #expect(try await fresh(from: "192.0.2.7") == served) }
    for _ in 0..<5 { #expect(try await fresh(from: "192.0.2.7") == .hint("not-ready", 503)) }
    #expect(try await world.outcome(world.seal(), from: "192.0.2.7") == served)
    #expect(try await fresh(from: "192.0.2.8") == served)
    world.clock.now += 1
    #expect(try await fresh(from: "192.0.2.7") == served)
    #expect(try await fresh(from: "192.0.2.7") == .hint("not-ready", 503))
  }

  @Test("67: garbage costs no budget")
  func garbage() async throws {
    var options = ServerOptions()
    options.limits.newSessionsAtOnce = 1
    let world = try ServerWorld(options: options)
    let other = try ServerWorld()
    for _ in 0..<10 { _ = await world.send(try other.seal().outer) }
    #expect(try await world.outcome(world.seal()) == .response(201, "got lamp"))
  }

  @Test("Clients who don't sign have a bounded share of the replay guard; those who sign are not counted")
  func anonymousShare() async throws {
    var options = ServerOptions()
    options.limits.anonymousClaims = 2
    options.routes = []
    let known = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    let world = try ServerWorld(clients: known, options: options)
    let served = ServerWorld.Outcome.response(201, "got lamp")
    for _ in 0..<2 { #expect(try await world.outcome(world.seal()) == served) }
    #expect(try await world.outcome(world.seal()) == .hint("not-ready", 503))
    #expect(try await world.outcome(world.seal(), from: "192.0.2.9") == served)
    #expect(try await world.outcome(world.seal(signer: signer)) == served)
    world.clock.now += 185
    #expect(try await world.outcome(world.seal(at: world.clock.now)) == served)
  }

  @Test("X-Forwarded-For counts only from a trusted proxy, from the right, up to the first that isn't trusted")
  func forwarded() async throws {
    var options = ServerOptions()
    options.trustedProxies = [PeerAddress("10.0.0.1"), PeerAddress("10.0.0.2")]
    let world = try ServerWorld(options: options)
    func source(_ peer: String, _ lines: [String]) async throws -> String? {
      var sent = try world.seal()
      sent.outer.head.fields += lines.map { HeaderField("x-forwarded-for", $0) }
      _ = try await world.outcome(sent, from: peer)
      return world.calls.last?.source.host
    }
    #expect(try await source("192.0.2.1", ["203.0.113.5"]) == "192.0.2.1")
    #expect(try await source("10.0.0.1", ["6.6.6.6, 203.0.113.5"]) == "203.0.113.5")
    #expect(try await source("10.0.0.1", ["6.6.6.6", "203.0.113.5, 10.0.0.2"]) == "203.0.113.5")
    #expect(try await source("10.0.0.1", []) == "10.0.0.1")
    #expect(try await source("10.0.0.1", ["203.0.113.5:4711"]) == "203.0.113.5")
    #expect(try await source("10.0.0.1", ["[2001:DB8::0:1]:443"]) == "2001:db8::1")
    #expect(try await source("10.0.0.1", ["203.0.113.5, unknown"]) == "10.0.0.1")
  }

  @Test(
    "What an API may read as the route of a policy falls under it",
    arguments: [
      ("HEAD", "/reports"), ("get", "/reports"), ("GET", "/Reports"), ("GET", "/reports;x=1"), ("GET", "/reports;/a"),
      ("GET", "/REPORTS/a?x"), ("Head", "/reports/a;b/c"),
    ])
  func freeReadings(_ method: String, _ path: String) async throws {
    var options = ServerOptions()
    options.routes = [Route("GET", path: "/reports", policy: .signed)]
    let known = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    let world = try ServerWorld(clients: known, options: options)
    let outcome = try await world.outcome(world.seal(method, path, nil))
    #expect(outcome == .verdict("proof-required", 403, processed: false))
    #expect(world.calls.count == 0)
  }

  @Test("A weaker route is read to the letter")
  func exactReadings() async throws {
    var options = ServerOptions()
    options.routes = [Route(path: "/pay/info", policy: .sealed), Route(path: "/pay", policy: .signed)]
    let known = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    let world = try ServerWorld(clients: known, options: options)
    #expect(try await world.outcome(world.seal("POST", "/pay/info")) == .response(201, "got lamp"))
    for path in ["/pay/INFO", "/pay/info;x"] {
      #expect(try await world.outcome(world.seal("POST", path)) == .verdict("proof-required", 403, processed: false))
    }
  }

  @Test("57: segments that are dots or nothing before a semicolon -> mismatch")
  func hiddenDots() async throws {
    let world = try ServerWorld()
    for path in ["/a/..;/b", "/a/..;x=1/b", "/a/;x/b", "/a/.;"] {
      #expect(try await world.outcome(world.seal("POST", path)) == .verdict("mismatch", 400, processed: false))
    }
    #expect(try await world.outcome(world.seal("POST", "/a;x=1/b;y")) == .response(201, "got lamp"))
  }

  @Test("An exception takes scheme and name from the API, and its path as it was mapped")
  func exceptionHead() async throws {
    var options = ServerOptions()
    options.routes = [Route("GET", path: "/health", policy: .unsealed)]
    options.mapsOuterTarget = { $0.hasPrefix("/stage/") ? String($0.dropFirst("/stage".count)) : $0 }
    let world = try ServerWorld(options: options)
    let head = RequestHead(method: "GET", scheme: "http", authority: "evil.example", path: "/stage/health?x")
    #expect(await world.send(RequestMessage(head)).head.status == 201)
    let seen = try #require(world.calls.last).head
    #expect(seen.path == "/health?x" && seen.authority == "api.example.com" && seen.scheme == "https")
    for path in ["/health/..;/admin", "/health;x/..;/admin", "/health/;/admin"] {
      let head = RequestHead(method: "GET", authority: "api.example.com", path: path)
      #expect(await world.send(RequestMessage(head)).head.status == 400, "\(path)")
    }
  }

  @Test("A signer that nobody knows counts as a client that doesn't sign")
  func unknownSigners() async throws {
    var options = ServerOptions()
    options.limits.anonymousClaims = 1
    let known = Directory([RegisteredClient(name: "billing", key: signer.publicKey)])
    let world = try ServerWorld(clients: known, options: options)
    let stranger = SigningKey()
    let refused = ServerWorld.Outcome.verdict("forbidden", 403, processed: false)
    #expect(try await world.outcome(world.seal(signer: stranger)) == refused)
    #expect(try await world.outcome(world.seal(signer: stranger)) == .hint("not-ready", 503))
    #expect(try await world.outcome(world.seal(signer: signer)) == .response(201, "got lamp"))
  }

  @Test("67: addresses of one IPv6 network share a budget; a full table shuts nobody out")
  func networks() async throws {
    var options = ServerOptions()
    options.limits.newSessionsAtOnce = 2
    options.limits.newSessionsPerSecond = 1
    options.limits.addresses = 4
    let world = try ServerWorld(options: options)
    func fresh(from peer: String) async throws -> ServerWorld.Outcome {
      try await world.outcome(world.seal(at: world.clock.now, in: SealingSession(to: world.key.recipient)), from: peer)
    }
    let (served, refused) = (ServerWorld.Outcome.response(201, "got lamp"), ServerWorld.Outcome.hint("not-ready", 503))
    #expect(try await fresh(from: "2001:db8::1") == served)
    #expect(try await fresh(from: "2001:db8::2") == served)
    #expect(try await fresh(from: "2001:db8::3") == refused)
    for number in 1...3 { #expect(try await fresh(from: "192.0.2.\(number)") == served) }
    // Four are remembered now: the others share one account.
    #expect(try await fresh(from: "198.51.100.1") == served)
    #expect(try await fresh(from: "198.51.100.2") == served)
    #expect(try await fresh(from: "198.51.100.3") == refused)
    #expect(try await fresh(from: "192.0.2.1") == served)
    world.clock.now -= 100
    #expect(try await fresh(from: "198.51.100.4") == refused)
    world.clock.now += 1
    #expect(try await fresh(from: "198.51.100.4") == served)
  }
}
