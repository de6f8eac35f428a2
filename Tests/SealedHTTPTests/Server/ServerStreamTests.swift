import SealedHTTP
import SealedPayload
import Testing

@Suite("Server: streams")
struct ServerStreamTests {
  @Test("A request that arrives in any pieces is the same request", arguments: [1, 7, 64, 1_000])
  func pieces(_ size: Int) async throws {
    let world = try ServerWorld()
    var sent = try world.seal("POST", "/orders", String(repeating: "lamp ", count: 100))
    sent.outer.body = MessageBody(Pieces(sent.message.pieces(of: size)))
    #expect(try await world.outcome(sent) == .response(201, "got " + String(repeating: "lamp ", count: 100)))
  }

  @Test("The application is called when the head is there, and reads the body as it comes")
  func early() async throws {
    let world = try ServerWorld { request in
      let iterator = request.body.makeAsyncIterator()
      let first = try await iterator.next()?.count ?? 0
      return ResponseMessage(status: 200, body: MessageBody(Array("first piece \(first)".utf8)))
    }
    let sent = try world.seal("POST", "/orders", String(repeating: "a", count: 300_000))
    let pieces = Pieces(sent.message.pieces(of: 1_000))
    let outer = RequestMessage(sent.outer.head, body: MessageBody(pieces))
    let outcome = try await world.outcome(await world.send(outer), sent.exchange)
    #expect(outcome == .response(200, "first piece 65535"))
    #expect(pieces.given < 80)
  }

  @Test("37: a request that is cut -> the application's read fails, and the answer says so", arguments: [false, true])
  func cut(_ breaks: Bool) async throws {
    let world = try ServerWorld()
    let sent = try world.seal("POST", "/orders", String(repeating: "a", count: 200_000))
    let pieces = Pieces(sent.message.dropLast(100).map { $0 }.pieces(of: 50_000), then: breaks ? BodyError.cut : nil)
    let outer = RequestMessage(sent.outer.head, body: MessageBody(pieces))
    let outcome = try await world.outcome(await world.send(outer), sent.exchange)
    #expect(outcome == .verdict(breaks ? "failed" : "rejected", breaks ? 500 : 400, processed: nil))
    #expect(world.calls.count == 1)
  }

  @Test("67: a head that doesn't come in time: the connection is given up")
  func slowHead() async throws {
    /// Waits until it is cancelled.
    final class Silence: BodyStream {
      let gate = AsyncStream<Void>.makeStream()

      func next() async throws -> [UInt8]? {
        for await _ in gate.stream {}
        throw BodyError.cancelled
      }

      func cancel() { gate.continuation.finish() }
    }
    struct Impatient: TimeSource {
      var now: UInt64 { ServerWorld.now }

      func sleep(for duration: Duration) async throws {
        #expect(duration == .seconds(10))
      }
    }
    let world = try ServerWorld()
    let keys = try FixedServerKeys(
      [world.key], published: PublishedKeys(configuration: [], expiry: 0), issuer: world.issuer)
    let server = try SealedServer(keys: keys, replayGuard: world.replayGuard, time: Impatient()) { _ in
      ResponseMessage(status: 200)
    }
    let sent = try world.seal()
    let outer = RequestMessage(sent.outer.head, body: MessageBody(Silence()))
    let response = await server.respond(to: outer, from: PeerAddress("192.0.2.1"))
    #expect(try await world.outcome(response, sent.exchange) == .hint("rejected", 400))
  }

  @Test("An answer in pieces: each piece can be opened as it comes, and its end is told")
  func answer() async throws {
    let events = (0..<5).map { "data: \($0)\n\n" }
    let world = try ServerWorld { _ in
      ResponseMessage(status: 200, body: MessageBody(Pieces(events.map { Array($0.utf8) })))
    }
    let sent = try world.seal()
    let response = await world.send(sent.outer)
    #expect(response.head.fields.contains(HeaderField("incremental", "?1")))
    #expect(response.head.fields.contains(HeaderField("x-accel-buffering", "no")))
    var opener = try ResponseOpener(sent.exchange, signers: .listed([])).stream()
    var seen: [String] = []
    for try await piece in response.body {
      var plain: [UInt8] = []
      try opener.receive(piece.span, into: &plain)
      if !plain.isEmpty { seen.append(String(decoding: plain, as: UTF8.self)) }
    }
    #expect(seen == events)
    guard case .response = try opener.finish() else {
      Issue.record("not a response")
      return
    }
  }

  @Test("66: an answer that fails in the middle has no end; pieces of 1 and 7 bytes look alike")
  func failingAnswer() async throws {
    let world = try ServerWorld { _ in
      ResponseMessage(status: 200, body: MessageBody(Pieces([[1], [1, 2, 3, 4, 5, 6, 7]], then: BodyError.cut)))
    }
    let sent = try world.seal()
    let stream = try await world.send(sent.outer).body.open()
    var message = try #require(try await stream.next())
    let (one, seven) = (try #require(try await stream.next()), try #require(try await stream.next()))
    #expect(one.count == seven.count)
    message += one + seven
    await #expect(throws: BodyError.cut) { try await stream.next() }
    #expect(try await stream.next() == nil)
    #expect(throws: OpenError.self) { try ResponseOpener(sent.exchange, signers: .listed([])).open(message) }
  }

  @Test("Giving up an answer reaches the application's body, and the request's")
  func cancelled() async throws {
    let (answer, question) = (Pieces([[1], [2]]), Lines<Pieces>())
    let world = try ServerWorld { _ in ResponseMessage(status: 200, body: MessageBody(answer)) }
    let sent = try world.seal("POST", "/orders", String(repeating: "a", count: 300_000))
    let pieces = Pieces(sent.message.pieces(of: 1_000))
    question.append(pieces)
    let response = await world.send(RequestMessage(sent.outer.head, body: MessageBody(pieces)))
    response.body.cancel()
    #expect(answer.isCancelled)
    #expect(pieces.isCancelled)
  }

  @Test("A refused request's body is given up")
  func refused() async throws {
    let world = try ServerWorld()
    let sent = try world.seal("POST", "/orders", String(repeating: "a", count: 300_000))
    let pieces = Pieces(sent.message.pieces(of: 1_000))
    var head = sent.outer.head
    head.path = "/elsewhere"
    let outcome = try await world.outcome(
      await world.send(RequestMessage(head, body: MessageBody(pieces))), sent.exchange)
    #expect(outcome == .verdict("mismatch", 400, processed: false))
    #expect(pieces.isCancelled)
    #expect(pieces.given < 80)
  }

  @Test("A body above the limit -> too-large: at once where the length is known, else where the limit is passed")
  func limit() async throws {
    var options = ServerOptions()
    options.limits.body = 100_000
    let world = try ServerWorld(options: options)
    let sent = try world.seal("POST", "/orders", String(repeating: "a", count: 400_000))
    #expect(try await world.outcome(sent) == .hint("too-large", 413))
    let pieces = Pieces(sent.message.pieces(of: 1_000))
    let outer = RequestMessage(sent.outer.head, body: MessageBody(pieces))
    let outcome = try await world.outcome(await world.send(outer), sent.exchange)
    #expect(outcome == .verdict("too-large", 413, processed: nil))
    #expect(pieces.given < 150)
  }

  @Test("An answer of 20 MiB in pieces is never held as a whole")
  func large() async throws {
    let piece = [UInt8](repeating: 7, count: 65_535)
    let world = try ServerWorld { _ in
      ResponseMessage(status: 200, body: MessageBody(Pieces(Array(repeating: piece, count: 320))))
    }
    let sent = try world.seal()
    var opener = try ResponseOpener(sent.exchange, signers: .listed([])).stream()
    var (total, largest) = (0, 0)
    for try await part in await world.send(sent.outer).body {
      largest = max(largest, part.count)
      var plain: [UInt8] = []
      try opener.receive(part.span, into: &plain)
      total += plain.count
    }
    _ = try opener.finish()
    #expect(total == 320 * 65_535)
    #expect(largest < 70_000)
  }
}
