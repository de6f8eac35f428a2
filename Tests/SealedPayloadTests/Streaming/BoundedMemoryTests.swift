import Testing

@testable import SealedPayload

@Suite("Memory of streams")
struct BoundedMemoryTests {
  static let record = 65_552

  @Test("A message of 8 MiB passes through a reader that keeps one record", arguments: [4_096, 65_556, 100_000])
  func large(size: Int) throws {
    let world = try World("bounded")
    let (letter, _) = try world.letter(.request)
    var (output, body) = ([UInt8](), [UInt8]())
    var sealer = try letter.streamed(into: &output)
    var reader = MessageReader(.keys(world.ring, .request), HeadRules(), OpeningLimits(body: 16 << 20))
    let piece = [UInt8](repeating: 3, count: 65_536)
    var total = 0
    for _ in 0..<128 {
      sealer.write(piece, into: &output)
      try feed(output, size, &reader, &body)
      #expect(reader.pending.capacity <= 2 * Self.record && body.capacity <= 8 * Self.record)
      total += body.count
      body.removeAll(keepingCapacity: true)
      output.removeAll(keepingCapacity: true)
    }
    #expect(output.capacity <= 4 * Self.record)
    try sealer.finish(into: &output)
    try feed(output, size, &reader, &body)
    #expect(try reader.finish().kind == .request)
    #expect(total + body.count == 8 << 20)
  }

  private func feed(
    _ bytes: [UInt8], _ size: Int, _ reader: inout MessageReader, _ body: inout [UInt8]
  ) throws {
    for piece in Pieces(bytes, { size }).all {
      let taken = try reader.read(piece.span, into: &body, stopsAtHead: false)
      #expect(taken == piece.count && reader.pending.count <= Self.record)
    }
  }

  @Test("42: a length that is refused keeps nothing, and one that is accepted keeps only what came")
  func announced() throws {
    let world = try World("announced")
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead().bytes)
    for (length, refused) in [([0xFF, 0xFF, 0xFF, 0xFF], true), ([0, 1, 0, 0x11], true), ([0, 1, 0, 0x10], false)]
      as [([UInt8], Bool)]
    {
      var reader = MessageReader(.keys(world.ring, .request), HeadRules(), OpeningLimits())
      var body: [UInt8] = []
      let start = (message.bytes + length)[...]
      if refused {
        #expect(throws: FormatError.self) { try reader.read(start.span, into: &body, stopsAtHead: false) }
      } else {
        _ = try reader.read(start.span, into: &body, stopsAtHead: false)
        let more: ArraySlice<UInt8> = [1, 2, 3]
        _ = try reader.read(more.span, into: &body, stopsAtHead: false)
        #expect(reader.pending == [1, 2, 3])
      }
      #expect(reader.pending.capacity < 2_000 && body.capacity < 2_000)
    }
  }
}
