import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: clients that leave") struct CancellationTests {
  private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test("the handler's task is cancelled while it works")
  func whileWorking() async throws {
    let started = Latch()
    let cancelled = Latch()
    try await withListener({ _, _ in
      started.open()
      await waitForCancellation()
      cancelled.open()
      return ResponseMessage("nobody hears this")
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      await started.wait()
      client.close()
      await cancelled.wait()
    }
  }

  @Test("a stream that is idle is cancelled")
  func idleStream() async throws {
    let asked = Latch()
    let cancelled = Latch()
    try await withListener({ _, _ in
      let stream = ClosureStream(onCancel: cancelled.open) { index in
        guard index > 0 else { return [1] }
        asked.open()
        await cancelled.wait()
        return nil
      }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      await asked.wait()
      client.close()
      await cancelled.wait()
    }
  }

  @Test("a stream that is written to is cancelled")
  func busyStream() async throws {
    let cancelled = Latch()
    try await withListener({ _, _ in
      let stream = ClosureStream(onCancel: cancelled.open) { _ in [UInt8](repeating: 1, count: 32 << 10) }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      #expect(try await client.some() != nil)
      client.close()
      await cancelled.wait()
    }
  }

  @Test(
    "a body whose client leaves is cut, not ended",
    arguments: ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
  func upload(framing: String) async throws {
    let outcome = Outcome<BodyError?>()
    let started = Latch()
    try await withListener({ request, _ in
      do {
        for try await _ in request.body { started.open() }
        outcome.set(nil)
      } catch { outcome.set(error as? BodyError) }
      return ResponseMessage("nobody hears this")
    }) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n5\r\nabcde\r\n")
      await started.wait()
      client.close()
      #expect(await outcome.value == .cut)
    }
  }

  @Test(
    "a client that ends right behind a part of its request frees its connection",
    arguments: [
      "GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\nabc",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nabc",
    ])
  func partAndEnd(part: String) async throws {
    var limits = ListenerLimits()
    limits.connections = 1
    limits.headTime = .seconds(600)
    try await withListener(
      { request, _ in ResponseMessage("\((try? await request.body.collect(upTo: 1 << 20))?.count ?? -1)") },
      limits: limits
    ) { port in
      for _ in 0..<3 {
        let client = try WireClient(port: port)
        try await client.send(part)
        client.close()
      }
      let next = try WireClient(port: port)
      try await next.send(Self.get)
      #expect(try await next.response().text == "0")
    }
  }

  @Test("a reader that gives up doesn't keep the client from its answer")
  func readerGivesUp() async throws {
    try await withListener({ request, _ in
      let stream = try? request.body.open()
      _ = try? await stream?.next()
      request.body.cancel()
      do {
        _ = try await stream?.next()
        return ResponseMessage("read on")
      } catch { return ResponseMessage("\(error)", status: 409) }
    }) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n")
      try await client.send([UInt8](repeating: 1, count: 300_000))
      let response = try await client.response()
      #expect(response.status == 409)
      #expect(response.text == "\(BodyError.cancelled)")
    }
  }

  @Test("a body can't be read on once the handler has answered")
  func readAfterAnswer() async throws {
    let outcome = Outcome<BodyError?>()
    try await withListener({ request, _ in
      let body = request.body
      Task {
        do {
          _ = try await body.collect(upTo: 1 << 20)
          outcome.set(nil)
        } catch { outcome.set(error as? BodyError) }
      }
      return ResponseMessage("early")
    }) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n")
      #expect(try await client.response().text == "early")
      #expect(await outcome.value == .cancelled)
    }
  }
}

/// Waits until the task is cancelled.
private func waitForCancellation() async {
  let latch = Latch()
  await withTaskCancellationHandler {
    await latch.wait()
  } onCancel: {
    latch.open()
  }
}
