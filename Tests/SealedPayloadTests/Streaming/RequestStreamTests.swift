import SealedPayload
import Testing

@Suite("Streams of requests")
struct RequestStreamTests {
  @Test("receiveHead takes bytes up to the head and no more", arguments: [false, true])
  func stopsAtHead(signed: Bool) throws {
    let world = try World("stops at head")
    let (letter, _) = try world.letter(.request, signed: signed)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    let headEnd = output.count
    sealer.write([UInt8](repeating: 7, count: 70_000), into: &output)
    try sealer.finish(into: &output)
    for size in [1, 10, 107, 1_000, output.count] {
      var stream = RequestOpener(world.ring).stream()
      var (body, taken) = ([UInt8](), 0)
      while stream.opened == nil {
        let count = try stream.takeHead(output[taken...].prefix(size), into: &body)
        taken += count
      }
      #expect(taken == headEnd && body.isEmpty)
      #expect(stream.opened?.message.signer == (signed ? world.signer.publicKey : nil))
      try stream.take(output[taken...], into: &body)
      #expect(try stream.finish().head.method == "POST")
      #expect(body.count == 70_000)
    }
  }

  @Test("The record behind the head is looked at first: no head is reported whose proof is wrong, or missing bytes")
  func noHeadBeforeProof() throws {
    let world = try World("no head")
    let (bytes, _) = try world.message(.request, signed: true)
    // Prelude, commitment, head of 256 bytes of plaintext and 20 around them.
    let length = bytes[108..<112].reduce(0) { $0 << 8 | Int($1) }
    let proof = 112 + length
    for damage in [proof + 10, proof + 147] {
      var changed = bytes
      changed[damage] ^= 1
      var stream = RequestOpener(world.ring).stream()
      var body: [UInt8] = []
      for index in 0..<proof + 147 { try stream.take(changed[index...index], into: &body) }
      #expect(stream.opened == nil)
      #expect(throws: OpenError.self) { try stream.take(changed[(proof + 147)...(proof + 147)], into: &body) }
      #expect(stream.opened == nil && body.isEmpty)
    }
  }

  @Test("A bulk message of one record brings its body with the head, once all of it was checked")
  func oneRecord() throws {
    let world = try World("one record")
    let (bytes, _) = try world.message(.request)
    var stream = RequestOpener(world.ring).stream()
    var body: [UInt8] = [1, 2]
    let taken = try stream.takeHead(bytes[...], into: &body)
    #expect(taken == bytes.count && body == [1, 2] + Array("a short body".utf8))
    #expect(try stream.finish().attribution == .none)
  }

  @Test("Bytes behind the end stay with receiveHead's caller, and are refused when they come")
  func trailing() throws {
    let world = try World("trailing bytes")
    let (bytes, _) = try world.message(.request)
    var stream = RequestOpener(world.ring).stream()
    var body: [UInt8] = []
    #expect(try stream.takeHead(bytes + [0], into: &body) == bytes.count)
    #expect(throws: OpenError(.trailingBytes)) { try stream.take([0], into: &body) }
  }
}
