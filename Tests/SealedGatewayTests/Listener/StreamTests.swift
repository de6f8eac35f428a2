import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: streams") struct StreamTests {
  private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test("each piece of a response arrives before the next is made")
  func eachPiece() async throws {
    let seen = (0..<5).map { _ in Latch() }
    try await withListener({ _, _ in
      let stream = ClosureStream { index in
        if index > 0 { await seen[index - 1].wait() }
        return index < 5 ? Array("piece \(index);".utf8) : nil
      }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      for index in 0..<5 {
        var text = ""
        while !text.contains("piece \(index);"), let bytes = try await client.some() {
          text += String(decoding: bytes, as: UTF8.self)
        }
        seen[index].open()
      }
      #expect(try await client.some() == Array("0\r\n\r\n".utf8))
    }
  }

  @Test("a stream of known length has a content-length, one of unknown length chunks", arguments: [true, false])
  func framing(isKnown: Bool) async throws {
    try await withListener({ _, _ in
      let stream = ClosureStream { $0 < 100 ? [UInt8](repeating: UInt8($0), count: 10_000) : nil }
      return ResponseMessage(status: 200, body: MessageBody(stream, length: isKnown ? 1_000_000 : nil))
    }) { port in
      let client = try WireClient(port: port)
      for _ in 0..<2 {
        try await client.send(Self.get)
        let response = try await client.response()
        #expect(response["content-length"] == (isKnown ? "1000000" : nil))
        #expect(response["transfer-encoding"] == (isKnown ? nil : "chunked"))
        #expect(response.isComplete)
        #expect(response.body == (0..<100).flatMap { [UInt8](repeating: UInt8($0), count: 10_000) })
      }
    }
  }

  @Test("66: a response that fails never ends cleanly", arguments: [nil, 50, 1_000_000])
  func cut(length: Int?) async throws {
    struct Failure: Error {}
    try await withListener({ _, _ in
      let stream = ClosureStream { index in
        guard index < 10 else { throw Failure() }
        return [UInt8](repeating: 7, count: 3)
      }
      return ResponseMessage(status: 200, body: MessageBody(stream, length: length))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      let response = try await client.response()
      #expect(response.status == 200)
      #expect(!response.isComplete)
    }
  }

  @Test("a response shorter or longer than it said never ends cleanly", arguments: [9, 11])
  func wrongLength(length: Int) async throws {
    try await withListener({ _, _ in
      ResponseMessage(status: 200, body: MessageBody(ClosureStream { $0 < 2 ? [1, 2, 3, 4, 5] : nil }, length: length))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      #expect(try await !client.response().isComplete)
    }
  }

  @Test("to HTTP/1.0 a failed response is reset, where its end would look like the end of the body")
  func reset() async throws {
    struct Failure: Error {}
    let seen = Latch()
    try await withListener({ request, _ in
      let stream = ClosureStream { index in
        guard index > 0 else { return [1, 2, 3] }
        await seen.wait()
        if request.head.path == "/bad" { throw Failure() }
        return nil
      }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }) { port in
      let good = try WireClient(port: port)
      let bad = try WireClient(port: port)
      try await good.send("GET /good HTTP/1.0\r\n\r\n")
      try await bad.send("GET /bad HTTP/1.0\r\n\r\n")
      #expect(try await bad.some() != nil)
      seen.open()
      let end = await good.rest()
      #expect(end?.suffix(3) == [1, 2, 3])
      #expect(await bad.rest() == nil)
    }
  }

  @Test("20 MB go up to a slow reader, and wait in the network")
  func backPressure() async throws {
    let start = Latch()
    let total = 20 << 20
    try await withListener({ request, _ in
      await start.wait()
      var sum = 0
      var isRight = true
      do {
        for try await piece in request.body {
          isRight = isRight && Pattern.matches(piece, at: sum)
          sum += piece.count
        }
      } catch { return ResponseMessage("\(error)") }
      return ResponseMessage("\(sum) \(isRight)")
    }) { port in
      let client = try WireClient(port: port, sendBuffer: 64 << 10)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(total)\r\n\r\n")
      let bytes = Pattern.bytes(total)
      let sent = try await client.sendWhatFits(bytes)
      // The system's own buffers take a few megabytes; the listener none before the handler reads.
      #expect(sent < total * 3 / 4)
      start.open()
      try await client.send(Array(bytes[sent...]))
      #expect(try await client.response().text == "\(total) true")
    }
  }

  @Test("a large download waits for a slow client")
  func slowClient() async throws {
    let made = Counter()
    try await withListener({ _, _ in
      let stream = ClosureStream { index in
        made.add(1)
        return index < 640 ? [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 32 << 10) : nil
      }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(Self.get)
      #expect(try await client.some() != nil)
      await made.settle()
      #expect(made.value < 600)
      #expect(await client.rest(until: "\r\n0\r\n\r\n") > 640 * (32 << 10) - (64 << 10))
    }
  }
}
