import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Streamed responses", .timeLimit(.minutes(1)))
struct SealedBytesTests {
  /// An API that streams what a test gives it, piece by piece.
  struct Streaming {
    let api: SealedAPI
    let pieces: AsyncThrowingStream<[UInt8], any Error>.Continuation

    /// Sends a piece; a flush of the application is a record of its own.
    func send(_ text: String) { pieces.yield(Array(text.utf8)) }
  }

  /// The application's side of the stream.
  final class Source: BodyStream, @unchecked Sendable {  // One reader at a time.
    private var iterator: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
    private let cancelled: Gate

    init(_ stream: AsyncThrowingStream<[UInt8], any Error>, _ cancelled: Gate) {
      iterator = stream.makeAsyncIterator()
      self.cancelled = cancelled
    }

    func next() async throws -> [UInt8]? { try await iterator.next() }

    func cancel() { cancelled.open() }
  }

  let cancelled = Gate()

  func streaming(_ type: String = "text/event-stream") throws -> Streaming {
    let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let source = Source(stream, cancelled)
    let api = try SealedAPI { _ in
      ResponseMessage(status: 200, fields: [HeaderField("content-type", type)], body: MessageBody(source))
    }
    return Streaming(api: api, pieces: continuation)
  }

  @Test func eventsComeOneByOne() async throws {
    let streaming = try streaming()
    let (bytes, response) = try await streaming.api.session().bytes(from: streaming.api.url("/events"))
    #expect(response.mimeType == "text/event-stream")
    var events = bytes.events.makeAsyncIterator()
    for number in 0..<3 {
      streaming.send("id: \(number)\ndata: event \(number)\n\n")
      #expect(try await events.next() == ServerSentEvent(data: "event \(number)", lastEventID: "\(number)"))
    }
    streaming.pieces.finish()
    #expect(try await events.next() == nil)
  }

  @Test func bytesComeAsTheyAre() async throws {
    let streaming = try streaming("text/plain")
    let (bytes, _) = try await streaming.api.session().bytes(from: streaming.api.url("/a"))
    for text in ["a", "bc", "déf"] { streaming.send(text) }
    streaming.pieces.finish()
    #expect(try await bytes.reduce(into: []) { $0.append($1) } == Array("abcdéf".utf8))
  }

  @Test func linesComeAsTheyAre() async throws {
    let streaming = try streaming("text/plain")
    let (bytes, _) = try await streaming.api.session().bytes(from: streaming.api.url("/a"))
    for text in ["a\nb", "c\r", "\n\nd"] { streaming.send(text) }
    streaming.pieces.finish()
    #expect(try await bytes.lines.reduce(into: []) { $0.append($1) } == ["a", "bc", "", "d"])
  }

  @Test("66: a stream that the API breaks off is an error")
  func brokenOff() async throws {
    let streaming = try streaming()
    let (bytes, _) = try await streaming.api.session().bytes(from: streaming.api.url("/events"))
    streaming.send("data: a\n\n")
    var events = bytes.events.makeAsyncIterator()
    #expect(try await events.next() == ServerSentEvent(data: "a"))
    streaming.pieces.finish(throwing: BodyError.cut)
    let error = await #expect(throws: ClientError.self) { try await events.next() }
    guard case .responseIncomplete = error else { throw try #require(error) }
  }

  @Test func cancellingReachesTheAPI() async throws {
    let streaming = try streaming()
    let (bytes, _) = try await streaming.api.session().bytes(from: streaming.api.url("/events"))
    streaming.send("data: a\n\n")
    var events = bytes.events.makeAsyncIterator()
    _ = try await events.next()
    bytes.cancel()
    await ticking(streaming)
  }

  @Test func cancellingTheReaderReachesTheAPI() async throws {
    let streaming = try streaming()
    let (bytes, _) = try await streaming.api.session().bytes(from: streaming.api.url("/events"))
    streaming.send("data: a\n\n")
    let read = Gate()
    let reader = Task {
      for try await _ in bytes.events { read.open() }
    }
    await read.opened()
    reader.cancel()
    let error = await #expect(throws: URLError.self) { try await reader.value }
    #expect(error?.code == .cancelled)
    await ticking(streaming)
  }

  /// Sends until the API hears that nobody listens: a server of sockets hears it when it writes.
  private func ticking(_ streaming: Streaming) async {
    let ticker = Task {
      while !Task.isCancelled {
        streaming.send(": tick\n")
        try? await Task.sleep(for: .milliseconds(5))
      }
    }
    await cancelled.opened()
    ticker.cancel()
  }
}
