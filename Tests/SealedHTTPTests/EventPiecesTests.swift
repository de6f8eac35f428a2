import SealedHTTP
import Testing

@Suite("Server-sent events, cut where they end")
struct EventPiecesTests {
  func pieces(_ input: [String]) async throws -> [String] {
    let stream = EventPieces(Pieces(input.map { Array($0.utf8) }))
    var found: [String] = []
    while let piece = try await stream.next() { found.append(String(decoding: piece, as: UTF8.self)) }
    return found
  }

  @Test("Events come one by one, however they arrive", arguments: ["\n", "\r\n", "\r"])
  func cuts(_ end: String) async throws {
    let events = ["data: a\(end)\(end)", "id: 2\(end)data: bc\(end)\(end)", ": comment\(end)\(end)"]
    let whole = Array(events.joined().utf8)
    for size in 1...whole.count {
      let parts = whole.pieces(of: size).map { String(decoding: $0, as: UTF8.self) }
      #expect(try await pieces(parts) == events, "pieces of \(size)")
    }
  }

  @Test("What is left at the end is given, and nothing is lost")
  func rest() async throws {
    #expect(try await pieces(["data: a\n\nda", "ta: b\n"]) == ["data: a\n\n", "data: b\n"])
    #expect(try await pieces([]) == [])
    #expect(try await pieces(["\n\n\n"]) == ["\n\n", "\n"])
  }

  @Test("An event that is too long for a record is cut")
  func long() async throws {
    let event = "data: " + String(repeating: "a", count: 150_000) + "\n\n"
    let found = try await pieces([event, "data: b\n\n"])
    #expect(found.joined() == event + "data: b\n\n")
    #expect(found.allSatisfy { $0.utf8.count <= EventPieces.maximumPiece })
    #expect(found.last == "data: b\n\n")
  }

  @Test("A cut stream is an error, after what came whole")
  func cut() async throws {
    let stream = EventPieces(Pieces([Array("data: a\n\ndata".utf8)], then: BodyError.cut))
    #expect(try await stream.next() == Array("data: a\n\n".utf8))
    await #expect(throws: BodyError.cut) { try await stream.next() }
  }
}
