import SealedGateway
import SealedHTTP
import Testing

@Suite("Listener: answers ahead of the request's end") struct EarlyAnswerTests {
  private static let refuse: RequestHandler = { _, _ in ResponseMessage("too large", status: 413) }

  @Test("a client that waits to be asked is not asked")
  func expectContinue() async throws {
    try await withListener(Self.refuse) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n")
      let text = String(decoding: await client.rest() ?? [], as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 413 "))
      #expect(text.hasSuffix("too large"))
    }
  }

  @Test("a client that sends on sees the answer", arguments: [300_000, 3_000_000, 50_000_000], [true, false])
  func whileSending(size: Int, isChunked: Bool) async throws {
    try await withListener(Self.refuse) { port in
      let client = try WireClient(port: port)
      let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(size)"
      let chunk = isChunked ? String(size, radix: 16) + "\r\n" : ""
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(chunk)")
      // As clients do that read nothing before they have sent everything.
      try await client.send([UInt8](repeating: 1, count: size))
      if isChunked { try await client.send("\r\n0\r\n\r\n") }
      let response = try await client.response()
      #expect(response.status == 413)
      #expect(response.text == "too large")
      #expect(await client.rest()?.isEmpty != false)
    }
  }

  @Test("a client that stops in the middle of the body sees the answer", arguments: [300_000, 600_000])
  func stopped(size: Int) async throws {
    var limits = ListenerLimits()
    limits.drainTime = .milliseconds(200)
    try await withListener(Self.refuse, limits: limits) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
      try await client.send([UInt8](repeating: 1, count: 100_000))
      #expect(try await client.response().text == "too large")
      #expect(await client.rest()?.isEmpty != false)
    }
  }

  @Test("a client that pauses behind what the handler has read sees the answer", arguments: [300_000, 3_000_000, nil])
  func paused(size: Int?) async throws {
    var limits = ListenerLimits()
    limits.drainTime = .milliseconds(200)
    let handler: RequestHandler = { request, _ in
      _ = try? await request.body.open().next()
      return ResponseMessage("enough", status: 413)
    }
    try await withListener(handler, limits: limits) { port in
      let client = try WireClient(port: port)
      let framing = size.map { "Content-Length: \($0)" } ?? "Transfer-Encoding: chunked"
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(size == nil ? "5\r\n" : "")abc")
      #expect(try await client.response().text == "enough")
      #expect(await client.rest()?.isEmpty != false)
    }
  }

  @Test("a streamed answer in the middle of a long upload can't be given: the connection is cut")
  func streamedAnswer() async throws {
    let cancelled = Latch()
    let handler: RequestHandler = { request, _ in
      _ = try? await request.body.open().next()
      return ResponseMessage(status: 200, body: MessageBody(ClosureStream(onCancel: cancelled.open) { _ in [1] }))
    }
    try await withListener(handler) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\nabc")
      #expect(await client.rest()?.isEmpty != false)
      await cancelled.wait()
    }
  }

  @Test("a body above the limit is refused, said or not", arguments: [true, false])
  func aboveTheLimit(isChunked: Bool) async throws {
    var limits = ListenerLimits()
    limits.bodyBytes = 400_000
    let outcome = Outcome<String>()
    try await withListener(
      { request, _ in
        do { outcome.set("\(try await request.body.collect(upTo: 1 << 30).count)") } catch { outcome.set("\(error)") }
        return ResponseMessage("read")
      }, limits: limits
    ) { port in
      let client = try WireClient(port: port)
      let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 3000000"
      let chunk = isChunked ? String(3_000_000, radix: 16) + "\r\n" : ""
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n\(chunk)")
      try await client.send([UInt8](repeating: 1, count: 3_000_000))
      let response = try await client.response()
      #expect(response.status == 413)
      #expect(response.text == "the body is too large\n")
      if isChunked { #expect(await outcome.value == "\(BodyError.tooLarge(limit: 400_000))") }
    }
  }

  @Test("curl sees the answer in the middle of its upload", arguments: [["-H", "Expect:"], []])
  func curl(options: [String]) async throws {
    try await withListener(Self.refuse) { port in
      let arguments = ["-sS", "-m", "20", "-w", " %{http_code}", "-T", "/dev/zero"] + options
      // An endless upload: only an answer that is seen ahead of its end ends it.
      let output = try await run("curl", arguments + ["http://127.0.0.1:\(port)/"])
      #expect(output == "too large 413")
    }
  }
}
