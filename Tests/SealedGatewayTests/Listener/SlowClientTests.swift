import SealedGateway
import SealedHTTP
import Testing

@Suite("Listener: slow clients") struct SlowClientTests {
  private static let echo: RequestHandler = { request, _ in
    guard let body = try? await request.body.collect(upTo: 1 << 20) else { return ResponseMessage("cut", status: 400) }
    return ResponseMessage(status: 200, body: MessageBody(body))
  }

  private static func limits(_ change: (inout ListenerLimits) -> Void) -> ListenerLimits {
    var limits = ListenerLimits()
    limits.headTime = .milliseconds(300)
    change(&limits)
    return limits
  }

  private static func post(_ length: Int) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n"
  }

  @Test("67: a small body that comes slowly meets the handler's own deadline, not that of the whole request")
  func handlerDeadline() async throws {
    try await withListener(
      { request, _ in
        let stream = request.body.makeAsyncIterator()
        let first = try? await stream.next()
        request.body.cancel()
        return ResponseMessage("\(first?.count ?? -1) of \(request.body.length ?? -1)", status: 400)
      }, limits: Self.limits { $0.drainTime = .milliseconds(200) }
    ) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.post(1000) + "abc")
      let response = try await client.response()
      #expect(response.status == 400)
      #expect(response.text == "3 of 1000")
      #expect(await client.rest()?.isEmpty != false)
    }
  }

  @Test("a small body that comes slowly is cut off when the request's time is over, though the handler waits for it")
  func requestTime() async throws {
    let outcome = Outcome<BodyError?>()
    try await withListener(
      { request, _ in
        do {
          for try await _ in request.body {}
          outcome.set(nil)
        } catch { outcome.set(error as? BodyError) }
        return ResponseMessage("nobody hears this")
      }, limits: Self.limits { $0.requestTime = .milliseconds(700) }
    ) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.post(1000) + "abc")
      #expect(await client.rest()?.isEmpty != false)
      #expect(await outcome.value == .cut)
    }
  }

  @Test("an honest upload that takes longer than a head may is whole", arguments: [1, 1000, 256 << 10, 600_000])
  func honest(count: Int) async throws {
    try await withListener(Self.echo, limits: Self.limits { _ in }) { port in
      let client = try WireClient(port: port)
      // A second request on the connection shows that the first one left nothing behind.
      for round in 0..<2 {
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ round) }
        try await client.send(Self.post(count))
        for part in 0..<5 {
          try await client.send(Array(body[count * part / 5..<count * (part + 1) / 5]))
          try await Task.sleep(for: .milliseconds(120))
        }
        let response = try await client.response()
        #expect(response.status == 200)
        #expect(response.body == body)
      }
    }
  }

  @Test("bodies that are complete about when the time to collect them ends are answered, each once")
  func atTheDeadline() async throws {
    try await withListener(Self.echo, limits: Self.limits { _ in }) { port in
      try await withThrowingTaskGroup { group in
        for index in 0..<64 {
          group.addTask {
            let client = try WireClient(port: port)
            try await client.send(Self.post(4) + "ab")
            try await Task.sleep(for: .milliseconds(280 + index))
            try await client.send("cd")
            #expect(try await client.response().text == "abcd")
            try await client.send(Self.post(0))
            #expect(try await client.response().status == 200)
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("a client that takes nothing of its response loses it")
  func takesNothing() async throws {
    let cancelled = Outcome<Bool>()
    try await withListener(
      { _, _ in
        let piece = [UInt8](repeating: 1, count: 64 << 10)
        let stream = ClosureStream(onCancel: { cancelled.set(true) }) { _ in piece }
        return ResponseMessage(status: 200, body: MessageBody(stream))
      }, limits: Self.limits { $0.idleTime = .seconds(1) }
    ) { port in
      let client = try WireClient(port: port)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(await cancelled.value == true)
    }
  }
}
