import SealedHTTP
import Testing

@Suite("Lines of a body")
struct BodyLinesTests {
  func lines(_ text: String, size: Int) async throws -> [String] {
    let pieces = ServerSentEventsTests.Pieces(Array(text.utf8), size: size)
    return try await MessageBody(pieces).lines.reduce(into: []) { $0.append($1) }
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("\n", [""]), ("a\n\nb", ["a", "", "b"]), ("a\r\nb\rc\n", ["a", "b", "c"]),
    ("\r\n\r\n", ["", ""]), ("\n\r", ["", ""]), ("Zoë\nx", ["Zoë", "x"]),
  ])
  func endWithAnyLineEnd(_ text: String, _ expected: [String]) async throws {
    for size in 1...4 {
      #expect(try await lines(text, size: size) == expected)
    }
  }

  @Test func aLineBeyondTheLimitEndsTheBody() async throws {
    let pieces = ServerSentEventsTests.Pieces(Array("abc\nabcd\n".utf8), size: 2)
    var iterator = BodyLines(MessageBody(pieces), limit: 3).makeAsyncIterator()
    #expect(try await iterator.next() == "abc")
    await #expect(throws: BodyError.tooLarge(limit: 3)) { try await iterator.next() }
    #expect(pieces.isCancelled)
  }
}
