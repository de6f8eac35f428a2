import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: bodies that come piece by piece")
struct ClientStreamTests {
  private func streamed(_ body: any BodyStream) -> SealedServer.Handler {
    { _ in ResponseMessage(status: 200, body: MessageBody(body)) }
  }

  @Test("Each piece of a response is there as it comes, and the end only at its end")
  func pieces() async throws {
    let body = FedBody()
    let api = try RealAPI(handler: streamed(body))
    let response = try await api.client.get("/events")
    #expect(response.attribution == .authenticated(api.keys.responseSigner.publicKey))
    let stream = try response.body.open()
    for number: UInt8 in 1...5 {
      body.feed([number])
      #expect(try await stream.next() == [number])
    }
    body.end()
    #expect(try await stream.next() == nil)
    #expect(try await stream.next() == nil)
  }

  @Test("Both ways at once: the response begins before the request is complete")
  func duplex() async throws {
    let api = try RealAPI { request in ResponseMessage(status: 200, body: request.body) }
    let body = FedBody()
    body.feed([0])
    let response = try await api.client.send("POST", "/echo", body: MessageBody(body))
    let stream = try response.body.open()
    #expect(try await stream.next() == [0])
    for number: UInt8 in 1...5 {
      body.feed([number, number])
      #expect(try await stream.next() == [number, number])
    }
    body.end()
    #expect(try await stream.next() == nil)
    #expect(api.sealed.first?.request.fields.contains(HeaderField("incremental", "?1")) == true)
  }

  @Test("32 MiB go up and down while never more than a few pieces exist")
  func boundedMemory() async throws {
    let (up, down) = (MadeBody(pieces: 512, of: 65_536), MadeBody(pieces: 512, of: 65_536))
    let api = try RealAPI { request in
      var count = 0
      for try await piece in request.body {
        count += piece.count
        while up.used.count < count / 65_536 { up.used.next() }
      }
      #expect(count == up.byteCount)
      return ResponseMessage(status: 200, body: MessageBody(down))
    }
    let response = try await api.client.send("POST", "/", body: MessageBody(up))
    var count = 0
    for try await piece in response.body {
      count += piece.count
      while down.used.count < count / 65_536 { down.used.next() }
    }
    #expect(count == down.byteCount)
    #expect(up.ahead.value <= 3 && down.ahead.value <= 3)
  }

  @Test("A response beyond the limit is refused where the limit is reached")
  func limit() async throws {
    var options = ClientOptions()
    options.maximumResponseByteCount = 100_000
    let api = try RealAPI(options, handler: streamed(MadeBody(pieces: 10, of: 20_000)))
    let response = try await api.client.get("/")
    await #expect(throws: ClientError.self) { try await response.bytes() }
    let whole = try RealAPI(options) { _ in
      ResponseMessage(status: 200, body: MessageBody([UInt8](repeating: 1, count: 100_001)))
    }
    #expect(await end { try await whole.client.get("/") } == "outcomeUnknown unauthentic")
  }

  @Test("66: a stream that is cut between events is an error, not an end", arguments: [0, 1, 2])
  func cut(after events: Int) async throws {
    let body = MadeBody(pieces: 3, of: 10)
    let api = try RealAPI(
      hop: { request, next in
        var response = try await next.send(request)
        guard !request.head.path.hasSuffix("-keys") else { return response }
        // The beginning of the message, then one piece for each event.
        response.body = MessageBody(CutBody(try response.body.open(), after: 1 + events))
        return response
      }, handler: streamed(body))
    let stream = try await api.client.get("/events").body.open()
    for _ in 0..<events { #expect(try await stream.next()?.count == 10) }
    for _ in 0..<2 {
      do {
        let piece = try await stream.next()
        Issue.record("a piece or an end: \(piece?.count ?? -1)")
      } catch ClientError.responseIncomplete(.unauthentic) {
      } catch {
        Issue.record(error)
      }
    }
  }

  private final class CutBody: BodyStream {
    private let source: any BodyStream
    private let left: Counter
    private let pieces: Int

    init(_ source: any BodyStream, after pieces: Int) {
      self.source = source
      self.pieces = pieces
      left = Counter()
    }

    func next() async throws -> [UInt8]? { left.next() <= pieces ? try await source.next() : nil }

    func cancel() { source.cancel() }
  }

  @Test("A transport that fails within a stream ends it with its error")
  func failing() async throws {
    struct Reset: Error {}
    let body = FedBody()
    let scene = try ClientScene { _ in .stream(body) }
    let stream = try await scene.client().get("/").body.open()
    body.feed([1])
    #expect(try await stream.next() == [1])
    body.end(Reset())
    do {
      _ = try await stream.next()
      Issue.record("no error")
    } catch ClientError.responseIncomplete(.transport(let error)) {
      #expect(error is Reset)
    }
  }

  @Test("A request body that fails leaves its message without an end, and the outcome unknown")
  func failingUpload() async throws {
    struct Unreadable: Error {}
    let read = Flag()
    let api = try RealAPI { request in
      defer { read.raise() }
      return ResponseMessage(status: 200, body: MessageBody(try await request.body.collect(upTo: 99)))
    }
    let body = FedBody()
    body.feed([1])
    body.end(Unreadable())
    let result = await end { try await api.client.send("POST", "/", body: MessageBody(body)) }
    #expect(result == "outcomeUnknown body")
    #expect(read.isRaised && api.sealed.count == 1)
  }

  @Test("A stream shorter or longer than its announced length is not taken for complete", arguments: [2, 4])
  func wrongLength(length: Int) async throws {
    let api = try RealAPI { request in
      _ = try await request.body.collect(upTo: 99)
      return ResponseMessage(status: 200)
    }
    let body = MessageBody(try MessageBody([1, 2, 3]).open(), length: length)
    #expect(await end { try await api.client.send("POST", "/", body: body) } == "outcomeUnknown body")
  }

  @Test("Cancelling a response's body, or letting go of it, reaches the application", arguments: [true, false])
  func cancelledResponse(byName: Bool) async throws {
    let body = FedBody()
    let api = try RealAPI(handler: streamed(body))
    do {
      let response = try await api.client.get("/events")
      body.feed([1])
      if byName {
        response.body.cancel()
        await #expect(throws: ClientError.self) { try await response.body.open().next() }
      }
    }
    await body.wasCancelled.wait()
  }

  @Test("Cancelling the call reaches the application")
  func cancelledCall() async throws {
    let (started, cancelled) = (Flag(), Flag())
    let api = try RealAPI { _ in
      started.raise()
      await withTaskCancellationHandler {
        await cancelled.wait()
      } onCancel: {
        cancelled.raise()
      }
      throw CancellationError()
    }
    let call = Task { await end { try await api.client.post("/", [1], contentType: "a/b") } }
    await started.wait()
    call.cancel()
    #expect(await call.value.hasPrefix("outcomeUnknown"))
    #expect(cancelled.isRaised && api.sealed.count == 1)
  }

  @Test("A call that is cancelled before anything left is not sent, and lets go of its body")
  func cancelledEarly() async throws {
    let (asked, gate) = (Flag(), Flag())
    let scene = try ClientScene()
    scene.api.publish { [configuration = try scene.configuration()] _ in
      asked.raise()
      await gate.wait()
      return ResponseMessage(status: 200, body: MessageBody(configuration))
    }
    let body = FedBody()
    let client = try scene.client()
    let call = Task { await end { try await client.send("PUT", "/", body: MessageBody(body)) } }
    await asked.wait()
    call.cancel()
    #expect(await call.value == "notSent cancelled")
    #expect(body.wasCancelled.isRaised && scene.sealed.isEmpty)
    gate.raise()
  }
}
