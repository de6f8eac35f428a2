import SealedPayload
import Testing

@Suite("Streams that failed")
struct FailureTests {
  /// A message that fails in its third record, and where that lies.
  private func failing(_ world: World) throws -> (bytes: [UInt8], offset: Int) {
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead().bytes)
    message.data([1, 2, 3])
    let offset = message.bytes.count
    message.data([4, 5, 6])
    message.end([7])
    var bytes = message.bytes
    bytes[offset + 5] ^= 1
    return (bytes, offset)
  }

  @Test("A failure is final: every later call fails the same way, whatever it brings")
  func final() throws {
    let world = try World("final")
    let (bytes, offset) = try failing(world)
    var stream = RequestOpener(world.ring).stream()
    var body: [UInt8] = []
    try stream.take(bytes[..<offset], into: &body)
    #expect(body == [1, 2, 3])
    let expected = OpenError(.forgedRecord(2))
    #expect(throws: expected) { try stream.take(bytes[offset...], into: &body) }
    let fresh = try world.message(.request).bytes
    for later in [[], [0], Array(bytes[offset...]), fresh] {
      #expect(throws: expected) { try stream.take(later[...], into: &body) }
      #expect(throws: expected) { try stream.takeHead(later[...], into: &body) }
    }
    #expect(body == [1, 2, 3])
    #expect(stream.endError() == expected)
  }

  @Test("finish before the end is refused, wherever the stream is", arguments: MessageKind.allCases)
  func early(kind: MessageKind) throws {
    let (message, opener) = try World("early finish").message(kind, signed: true)
    for count in stride(from: 0, to: message.count, by: 19) {
      let refusal = opener.refusal(Array(message[..<count]), .pieces(count + 1))
      #expect(refusal?.error == OpenError(.truncated))
    }
  }

  @Test("Nothing is released of a record before all of it is authentic")
  func authenticFirst() throws {
    let (letter, opener) = try World("authentic first").letter(.payload)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    sealer.write([UInt8](repeating: 9, count: 65_535), into: &output)
    try sealer.finish(into: &output)
    let recordEnd = output.count - 148
    var stream = PayloadOpener(opener.ring).stream()
    var body: [UInt8] = []
    for piece in Pieces(Array(output[..<(recordEnd - 1)]), { 977 }).all {
      try stream.take(piece, into: &body)
      #expect(body.isEmpty)
    }
    try stream.take(output[(recordEnd - 1)..<recordEnd], into: &body)
    #expect(body.count == 65_535)
    try stream.take(output[recordEnd...], into: &body)
    #expect(try stream.finish().fields == letter.fields)
  }

  @Test("What was in the caller's buffer stays, on success and on failure")
  func appended() throws {
    let world = try World("appended")
    let (bytes, offset) = try failing(world)
    var stream = RequestOpener(world.ring).stream()
    var body: [UInt8] = [9, 9]
    try stream.take(bytes[..<offset], into: &body)
    #expect(throws: OpenError.self) { try stream.take(bytes[offset...], into: &body) }
    #expect(body == [9, 9, 1, 2, 3])
  }
}
