import SealedCrypto
import SealedHTTP
import SealedPayload
import Testing

@Suite("Server: what the message is carried by, and what hops may not change")
struct ServerBindingTests {
  typealias Outcome = ServerWorld.Outcome

  @Test("34: a name of the API that is not configured here -> mismatch; a configured one is served")
  func authority() async throws {
    var options = ServerOptions()
    options.authorities = ["api2.example.com"]
    let world = try ServerWorld(options: options)
    #expect(
      try await world.outcome(world.seal(authority: "evil.example.com")) == .verdict("mismatch", 400, processed: false))
    #expect(try await world.outcome(world.seal(authority: "api2.example.com")) == .response(201, "got lamp"))
  }

  @Test("The scheme inside is the issuer's: http only for an API whose origin is http")
  func scheme() async throws {
    let world = try ServerWorld()
    let head = RequestHead(method: "POST", scheme: "http", authority: "api.example.com", path: "/orders")
    let sealed = try RequestSealer(
      head, in: world.session, timestamp: ServerWorld.now, options: SealingOptions(allowsPlainHTTP: true)
    ).seal([])
    let response = await world.send(ServerWorld.outer("POST", "/orders", sealed.bytes))
    #expect(try await world.outcome(response, sealed.exchange) == .hint("rejected", 400))
    let local = try ServerWorld(issuer: "http://api.example.com")
    #expect(try await local.outcome(local.seal()) == .response(201, "got lamp"))
  }

  @Test(
    "55, 56: fields that a hop adds are not the request's; traceparent reaches the application apart",
    arguments: ["authorization", "cookie", "x-user", "x-forwarded-for", "sealed-client"])
  func addedFields(_ name: String) async throws {
    let world = try ServerWorld()
    var sent = try world.seal()
    sent.outer.head.fields += [HeaderField(name, "from-a-hop"), HeaderField("traceparent", "00-1-2-01")]
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
    let request = try #require(world.calls.last)
    #expect(request.head.fields.isEmpty)
    #expect(request.untrustedFields == [HeaderField("traceparent", "00-1-2-01")])
  }

  @Test("57: another outer method, path or query -> mismatch, with the promise")
  func target() async throws {
    let world = try ServerWorld()
    func changed(_ change: (inout RequestHead) -> Void) async throws -> Outcome {
      var sent = try world.seal("POST", "/orders?a=1")
      change(&sent.outer.head)
      return try await world.outcome(sent)
    }
    let mismatch = Outcome.verdict("mismatch", 400, processed: false)
    #expect(try await changed { $0.method = "PUT" } == mismatch)
    #expect(try await changed { $0.path = "/orders" } == mismatch)
    #expect(try await changed { $0.path = "/orders?a=2" } == mismatch)
    #expect(try await changed { $0.path = "/orders?a=1&b" } == mismatch)
    #expect(try await changed { $0.path = "/Orders?a=1" } == mismatch)
    #expect(try await changed { $0.path = "/x/../orders?a=1" } == mismatch)
    #expect(try await changed { $0.path = "/orders?a=1%" } == mismatch)
    #expect(try await changed { $0.path = "/orders%3Fa=1" } == mismatch)
    #expect(world.calls.count == 0)
    #expect(try await changed { $0.path = "/%6frders?%61=1" } == .response(201, "got lamp"))
  }

  @Test("57: hex digits of the outer target may be in lower case; the inner one is compared as it is")
  func hexDigits() async throws {
    let world = try ServerWorld()
    var sent = try world.seal("POST", "/caf%C3%A9")
    sent.outer.head.path = "/caf%c3%a9"
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
  }

  @Test(
    "57: paths that are not in normal form can't be inside",
    arguments: ["/a/../b", "//", "/a//b", "/%2e", "/a%2Fb", "/a%5Cb", "/a\\b", "/%41", "/a#b", "a", ""])
  func innerPaths(_ path: String) async throws {
    let world = try ServerWorld()
    let message = try HandSealed.request(path: path, in: world.session)
    let response = await world.send(ServerWorld.outer("POST", path, message.bytes))
    #expect(try await world.outcome(response, message.exchange) == .hint("rejected", 400))
    #expect(world.calls.count == 0)
  }

  @Test("58: a request without content in the field; every other way to carry it is refused")
  func field() async throws {
    let world = try ServerWorld()
    #expect(try await world.outcome(world.seal("GET", "/orders", nil)) == .response(201, "got "))
    func changed(_ change: (inout RequestMessage) throws -> Void) async throws -> Outcome {
      var sent = try world.seal("GET", "/orders", nil)
      try change(&sent.outer)
      return try await world.outcome(sent)
    }
    let rejected = Outcome.hint("rejected", 400)
    #expect(try await changed { $0.body = MessageBody([1]) } == rejected)
    #expect(try await changed { $0.head.fields.append(ServerWorld.sealedType) } == rejected)
    #expect(try await changed { $0.head.fields += $0.head.fields } == rejected)
    #expect(try await changed { $0.body = MessageBody(Pieces([[1]])) } == rejected)
    #expect(try await changed { $0.body = MessageBody(Pieces([])) } == rejected)
    let forms: [(String) -> String] = [
      { $0 + ";a=1" }, { $0 + "," + $0 }, { String($0.dropLast()) }, { String($0.dropFirst()) }, { " " + $0 },
      { $0.replacing("=:", with: ":") }, { _ in "::" }, { _ in ":" }, { _ in "" },
      { _ in ":" + String(repeating: "A", count: 6_144) + ":" }, { $0.dropLast() + "=:" },
    ]
    for (index, form) in forms.enumerated() {
      let outcome = try await changed {
        $0.head.fields = [HeaderField("sealed-payload", form($0.head.fields[0].value))]
      }
      #expect(outcome == rejected, "form \(index)")
    }
    #expect(world.calls.count == 1)
  }

  @Test("39: bytes after the end, in content and in the field -> refused")
  func trailing() async throws {
    let world = try ServerWorld()
    for inField in [false, true] {
      let sent = try world.seal("GET", "/orders", nil)
      let outer = ServerWorld.outer("GET", "/orders", sent.message + [0], inField: inField)
      let outcome = try await world.outcome(await world.send(outer), sent.exchange)
      #expect(outcome == .verdict("rejected", 400, processed: false))
    }
    #expect(world.calls.count == 0)
  }

  @Test("59: a sealed DELETE whose field was taken away -> sealing-required")
  func stripped() async throws {
    let world = try ServerWorld()
    var sent = try world.seal("DELETE", "/orders/1", nil)
    sent.outer.head.fields = []
    #expect(try await world.outcome(sent) == .hint("sealing-required", 400))
    #expect(world.calls.count == 0)
  }

  @Test("60: parameters of the media type are passed over; another type is not looked into")
  func mediaTypes() async throws {
    let world = try ServerWorld()
    func typed(_ values: [String]) async throws -> Outcome {
      var sent = try world.seal()
      sent.outer.head.fields = values.map { HeaderField("content-type", $0) }
      return try await world.outcome(sent)
    }
    let served = Outcome.response(201, "got lamp")
    #expect(try await typed(["application/sealed-payload;v=1"]) == served)
    #expect(try await typed(["Application/Sealed-Payload ; charset=utf-8"]) == served)
    let required = Outcome.hint("sealing-required", 400)
    for type in ["text/plain", "application/sealed-payload2", "application/octet-stream", "", "application/sealed"] {
      #expect(try await typed([type]) == required)
    }
    #expect(try await typed([]) == required)
    #expect(try await typed(["application/sealed-payload", "application/sealed-payload"]) == required)
  }

  @Test("68: an outer content-encoding -> refused; identity is none")
  func encoding() async throws {
    let world = try ServerWorld()
    for (value, outcome) in [("gzip", Outcome.hint("rejected", 400)), ("identity", .response(201, "got lamp"))] {
      var sent = try world.seal()
      sent.outer.head.fields.append(HeaderField("content-encoding", value))
      #expect(try await world.outcome(sent) == outcome)
    }
  }

  @Test("36: other kinds as a request -> refused", arguments: [0, 1, 3, 4, 5] as [UInt8])
  func kinds(_ kind: UInt8) async throws {
    let world = try ServerWorld()
    let sent = try world.seal()
    var message = sent.message
    message[4] = kind
    let response = await world.send(ServerWorld.outer("POST", "/orders", message))
    #expect(try await world.outcome(response, sent.exchange) == .hint("rejected", 400))
  }

  @Test("21: a key that isn't here -> unknown-key")
  func unknownKey() async throws {
    let (world, other) = (try ServerWorld(), try ServerWorld())
    let sent = try other.seal()
    #expect(try await world.outcome(await world.send(sent.outer), sent.exchange) == .hint("unknown-key", 400))
  }

  @Test("44: odd timestamps", arguments: [0, 1 << 53, .max] as [UInt64])
  func timestamps(_ timestamp: UInt64) async throws {
    let world = try ServerWorld()
    guard timestamp <= 253_402_300_799 else {
      let sent = try world.seal()
      var message = sent.message
      message.replaceSubrange(68..<76, with: (0..<8).map { UInt8(truncatingIfNeeded: timestamp >> (56 - 8 * $0)) })
      let response = await world.send(ServerWorld.outer("POST", "/orders", message))
      #expect(try await world.outcome(response, sent.exchange) == .hint("rejected", 400))
      return
    }
    #expect(try await world.outcome(world.seal(at: timestamp)) == .verdict("stale", 400, processed: nil))
  }

  @Test("HEAD travels as GET, and its answer has no content")
  func head() async throws {
    let world = try ServerWorld { request in
      ResponseMessage(status: 200, fields: [HeaderField("content-length", "5")])
    }
    let sent = try world.seal("HEAD", "/orders", nil)
    #expect(sent.outer.head.method == "GET")
    #expect(try await world.outcome(sent) == .response(200, ""))
    #expect(world.calls.last?.head.method == "HEAD")
  }

  @Test("The tunnel, where it is on, hides method and path; elsewhere they are compared")
  func tunnel() async throws {
    var options = ServerOptions()
    options.tunnelPath = "/tunnel"
    let world = try ServerWorld(options: options)
    var sent = try world.seal("DELETE", "/orders/7", "")
    (sent.outer.head.method, sent.outer.head.path) = ("POST", "/tunnel")
    #expect(try await world.outcome(sent) == .response(201, "got "))
    #expect(world.calls.last?.head.path == "/orders/7")
    var other = try world.seal("DELETE", "/orders/7", "")
    (other.outer.head.method, other.outer.head.path) = ("POST", "/tunnel2")
    #expect(try await world.outcome(other) == .verdict("mismatch", 400, processed: false))
  }

  @Test("A prefix that a known hop adds is undone before the comparison")
  func prefix() async throws {
    var options = ServerOptions()
    options.mapsOuterTarget = { $0.hasPrefix("/stage/") ? String($0.dropFirst("/stage".count)) : $0 }
    let world = try ServerWorld(options: options)
    var sent = try world.seal()
    sent.outer.head.path = "/stage/orders"
    #expect(try await world.outcome(sent) == .response(201, "got lamp"))
  }
}
