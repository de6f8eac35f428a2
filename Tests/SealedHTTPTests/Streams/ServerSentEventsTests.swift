import SealedHTTP
import Synchronization
import Testing

/// The examples are those of WHATWG HTML, section 9.2.6.
@Suite("Server-sent events")
struct ServerSentEventsTests {
  /// A body in pieces of one size.
  final class Pieces: BodyStream {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let size: Int
    private let failure: (any Error)?
    private let cancelled = Mutex(false)
    var isCancelled: Bool { cancelled.withLock { $0 } }

    init(_ bytes: [UInt8], size: Int, failure: (any Error)? = nil) {
      rest = Mutex(bytes[...])
      self.size = size
      self.failure = failure
    }

    func next() async throws -> [UInt8]? {
      let piece = rest.withLock { rest in
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      }
      if piece.isEmpty, let failure { throw failure }
      return piece.isEmpty ? nil : piece
    }

    func cancel() { cancelled.withLock { $0 = true } }
  }

  func events(_ text: String, size: Int = 1000) async throws -> [ServerSentEvent] {
    try await events(Array(text.utf8), size: size)
  }

  func events(_ bytes: [UInt8], size: Int = 1000) async throws -> [ServerSentEvent] {
    try await MessageBody(Pieces(bytes, size: size)).events.reduce(into: []) { $0.append($1) }
  }

  static let examples: [(String, [ServerSentEvent])] = [
    ("data: YHOO\ndata: +2\ndata: 10\n\n", [ServerSentEvent(data: "YHOO\n+2\n10")]),
    (
      ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
      [
        ServerSentEvent(data: "first event", lastEventID: "1"), ServerSentEvent(data: "second event"),
        ServerSentEvent(data: " third event"),
      ]
    ),
    ("data\n\ndata\ndata\n\ndata:\n", [ServerSentEvent(data: ""), ServerSentEvent(data: "\n")]),
    ("data:test\n\ndata: test\n\n", [ServerSentEvent(data: "test"), ServerSentEvent(data: "test")]),
    (
      "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n",
      [ServerSentEvent(type: "add", data: "73857293"), ServerSentEvent(type: "remove", data: "2153")]
    ),
  ]

  @Test(arguments: examples, ["\n", "\r", "\r\n"])
  func examplesOfTheStandard(_ example: (String, [ServerSentEvent]), _ lineEnd: String) async throws {
    let text = example.0.replacing("\n", with: lineEnd)
    for size in [1, 2, 3, 7, 1000] {
      #expect(try await events(text, size: size) == example.1)
    }
  }

  @Test func lineEndsMayBeMixed() async throws {
    #expect(
      try await events("data: a\r\rdata: b\r\n\r\ndata: c\n\r\n").map(\.data) == ["a", "b", "c"])
  }

  @Test func retryIsRemembered() async throws {
    let events = try await events("retry: 250\n\ndata: a\n\nretry: 1s\nretry:\nretry: -1\ndata: b\n\n")
    #expect(events.map(\.reconnectionTime) == [.milliseconds(250), .milliseconds(250)])
    #expect(try await self.events("retry: 99999999999999999999\ndata: a\n\n").first?.reconnectionTime == nil)
  }

  @Test func identifiersLastAndHaveNoNull() async throws {
    let events = try await events("id: 1\n\ndata: a\n\ndata: b\nid: 2\u{0}\n\nid: 3\ndata: c\n\n")
    #expect(events.map(\.lastEventID) == ["1", "1", "3"])
  }

  @Test func aNameWithoutDataIsForgotten() async throws {
    #expect(try await events("event: add\n\ndata: a\n\n") == [ServerSentEvent(data: "a")])
  }

  @Test func unknownFieldsAndOtherCaseArePassedOver() async throws {
    #expect(try await events("Data: x\n data: y\ndatum: z\ndata: a\n\n") == [ServerSentEvent(data: "a")])
  }

  @Test func oneByteOrderMarkIsPassedOver() async throws {
    #expect(try await events("\u{FEFF}data: a\n\n", size: 1) == [ServerSentEvent(data: "a")])
    #expect(try await events("\u{FEFF}\u{FEFF}data: a\n\n") == [])
    #expect(try await events("data: a\n\n\u{FEFF}data: b\n\n").count == 1)
  }

  @Test func whatIsNotUTF8ShowsAsReplacement() async throws {
    #expect(try await events(Array("data: ".utf8) + [0xFF, 10, 10]) == [ServerSentEvent(data: "\u{FFFD}")])
  }

  @Test(arguments: ["", "data: a", "data: a\n", "event: x\ndata: a\n: c"])
  func anUnfinishedEventIsNotTold(_ text: String) async throws {
    #expect(try await events(text) == [])
  }

  @Test("66: a stream cut between events is an error")
  func cut() async throws {
    let body = MessageBody(Pieces(Array("data: a\n\n".utf8), size: 1000, failure: BodyError.cut))
    var iterator = body.events.makeAsyncIterator()
    #expect(try await iterator.next() == ServerSentEvent(data: "a"))
    await #expect(throws: BodyError.cut) { try await iterator.next() }
  }

  @Test(arguments: ["data: 1234567890", "data: 123\ndata: 456\ndata: 789\n", "x1234567890"])
  func anEventBeyondTheLimitEndsTheStream(_ text: String) async throws {
    let stream = Pieces(Array(text.utf8), size: 3)
    var iterator = ServerSentEvents(MessageBody(stream), limit: 10).makeAsyncIterator()
    await #expect(throws: BodyError.tooLarge(limit: 10)) { try await iterator.next() }
    #expect(stream.isCancelled)
  }

  @Test func anEventAtTheLimitIsTold() async throws {
    let body = MessageBody(Pieces(Array("data:12345\ndata:67\n\n".utf8), size: 3))
    let events = try await ServerSentEvents(body, limit: 10).reduce(into: []) { $0.append($1) }
    #expect(events == [ServerSentEvent(data: "12345\n67")])
  }
}
