import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: limits") struct LimitTests {
  private static let hello: RequestHandler = { _, _ in ResponseMessage("hello") }
  private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  /// Limits with times that a test can wait for.
  private static func limits(_ change: (inout ListenerLimits) -> Void) -> ListenerLimits {
    var limits = ListenerLimits()
    change(&limits)
    return limits
  }

  @Test(
    "heads that are too large",
    arguments: [
      ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 17 << 10))\r\n\r\n", 431),
      ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "a: b\r\n", count: 128))\r\n", 431),
      ("GET /\(String(repeating: "x", count: 8 << 10)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ])
  func largeHeads(request: String, status: Int) async throws {
    try await withListener(Self.hello) { port in
      let client = try WireClient(port: port)
      try await client.send(request)
      #expect(try await client.response().status == status)
      #expect(await client.rest()?.isEmpty == true)
    }
  }

  @Test(
    "a head without end is cut off",
    arguments: ["GET /", "GET / HTTP/1.1\r\nHost: a\r\nX: ", "GET / HTTP/1.1\r\nX: a\r\n"])
  func endlessHeads(start: String) async throws {
    try await withListener(Self.hello) { port in
      let client = try WireClient(port: port)
      // The server answers and closes when its memory is full, so not all can be sent, and the answer may be lost.
      await #expect(throws: WireClient.Failure.self) {
        try await client.send(start)
        for _ in 0..<1000 {
          try await client.send(
            start.hasSuffix("\n") ? String(repeating: "a: b\r\n", count: 1000) : String(repeating: "x", count: 10_000))
        }
      }
      let next = try WireClient(port: port)
      try await next.send(Self.get)
      #expect(try await next.response().text == "hello")
    }
  }

  @Test("heads of the largest size pass, beside the largest response head")
  func largestHead() async throws {
    let start = "GET /\(String(repeating: "x", count: 8191)) HTTP/1.1\r\nHost: a\r\n"
    let fields = (0..<126).map { "x\(1000 + $0): " }.joined(separator: "y\r\n") + "y\r\n"
    let rest = (16 << 10) - start.utf8.count - fields.utf8.count - "z: \r\n\r\n".utf8.count
    let value = String(repeating: "v", count: (8 << 10) - "content-type: text/plainx: 8888".utf8.count)
    try await withListener({ _, _ in
      ResponseMessage(status: 200, fields: [HeaderField("content-type", "text/plain"), HeaderField("x", value)])
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(start + fields + "z: \(String(repeating: "z", count: rest))\r\n\r\n")
      let response = try await client.response()
      #expect(response.status == 200)
      #expect(response["x"] == value)
    }
  }

  @Test("67: a head that comes byte by byte is cut off when its time is over", arguments: [true, false])
  func drip(isFirst: Bool) async throws {
    let limits = Self.limits {
      $0.headTime = .milliseconds(300)
      $0.idleTime = .seconds(1)
    }
    try await withListener(Self.hello, limits: limits) { port in
      let client = try WireClient(port: port)
      if !isFirst {
        try await client.send(Self.get)
        #expect(try await client.response().status == 200)
      }
      let start = ContinuousClock.now
      var sent = 0
      // A byte each 20 ms would take 20 s; the client notices the end when it can't send.
      let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 1000))\r\n\r\n".utf8)
      while sent < bytes.count, (try? await client.send([bytes[sent]])) != nil {
        sent += 1
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(sent < bytes.count)
      #expect(ContinuousClock.now - start < .seconds(10))
    }
  }

  @Test("a body that comes byte by byte is cut off when the request's time is over")
  func bodyDrip() async throws {
    let limits = Self.limits { $0.requestTime = .milliseconds(300) }
    try await withListener(Self.hello, limits: limits) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
      var sent = 0
      while sent < 1000, (try? await client.send([1])) != nil {
        sent += 1
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(sent < 1000)
    }
  }

  @Test("a connection on which nothing moves is closed")
  func idle() async throws {
    try await withListener(Self.hello, limits: Self.limits { $0.idleTime = .milliseconds(100) }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      #expect(try await client.response().status == 200)
      #expect(await client.rest()?.isEmpty == true)
    }
  }

  @Test("a stream may be idle for longer than a connection")
  func idleStream() async throws {
    let limits = Self.limits {
      $0.idleTime = .seconds(1)
      $0.requestTime = .milliseconds(100)
      $0.headTime = .milliseconds(100)
    }
    try await withListener(
      { _, _ in
        let stream = ClosureStream { index in
          try await Task.sleep(for: .milliseconds(index == 1 ? 2500 : 0))
          return index < 2 ? [1] : nil
        }
        return ResponseMessage(status: 200, body: MessageBody(stream))
      }, limits: limits
    ) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      let response = try await client.response()
      #expect(response.isComplete)
      #expect(response.body == [1, 1])
    }
  }

  @Test("connections above the limit wait for one to end")
  func connections() async throws {
    try await withListener(Self.hello, limits: Self.limits { $0.connections = 4 }) { port in
      let clients = try (0..<8).map { _ in try WireClient(port: port) }
      for client in clients { try await client.send(Self.get) }
      for client in clients {
        #expect(try await client.response().text == "hello")
        client.close()
      }
    }
  }

  @Test("connections of one address above its limit are closed")
  func connectionsPerAddress() async throws {
    try await withListener(Self.hello, limits: Self.limits { $0.connectionsPerAddress = 2 }) { port in
      let clients = try (0..<2).map { _ in try WireClient(port: port) }
      for client in clients {
        try await client.send(Self.get)
        #expect(try await client.response().text == "hello")
      }
      let third = try WireClient(port: port)
      #expect(await third.rest()?.isEmpty != false)
      clients[0].close()
      var isServed = false
      // The end of the first reaches the listener some time later.
      for _ in 0..<200 where !isServed {
        let next = try WireClient(port: port)
        try? await next.send(Self.get)
        isServed = (try? await next.response().text) == "hello"
      }
      #expect(isServed)
    }
  }

  @Test("500 connections at once")
  func many() async throws {
    let all = Latch()
    let count = Counter()
    try await withListener({ request, _ in
      count.add(1)
      if count.value == 500 { all.open() }
      await all.wait()
      return ResponseMessage(request.head.path)
    }) { port in
      let clients = try (0..<500).map { _ in try WireClient(port: port) }
      for (index, client) in clients.enumerated() { try await client.send("GET /\(index) HTTP/1.1\r\nHost: a\r\n\r\n") }
      for (index, client) in clients.enumerated() { #expect(try await client.response().text == "/\(index)") }
    }
  }
}
