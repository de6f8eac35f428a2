import SealedCrypto
import SealedPayload
import Testing

@Suite("Buffers that are used again and again")
struct BufferReuseTests {
  static let sizes = [0, 1, 127, 1_000, 65_535, 65_536, 131_071, 600_000, 1_200_000]

  @Test("Results don't depend on what was in the buffer", arguments: [MessageKind.payload, .request, .response])
  func reuse(kind: MessageKind) throws {
    var generator = Seed.generator("reuse \(kind)")
    let world = try World(&generator)
    let (letter, opener) = try world.letter(kind)
    var (output, body) = (generator.bytes(777), generator.bytes(99))
    for _ in 0..<25 {
      var content = generator.bytes(Self.sizes[generator.below(Self.sizes.count)])
      let hash = SHA512.hash(content)
      let fresh = try letter.sealed(content)
      try letter.seal(&content, generator.chance(2) ? .span : .lending, into: &output)
      #expect(SHA512.hash(output) == SHA512.hash(fresh))
      let opened = try opener.open(output, generator.chance(2) ? .allCores : .oneCore, into: &body)
      #expect(opened.bodyHash == hash)
      if generator.chance(4) { body = generator.bytes(generator.below(200_000)) }
      if generator.chance(4) { output = [] }
    }
  }

  @Test("A buffer that is large enough keeps its storage")
  func storage() throws {
    let (letter, opener) = try World("storage").letter(.request)
    var content = [UInt8](repeating: 7, count: 300_000)
    var (output, body) = ([UInt8](), [UInt8]())
    try letter.seal(&content, .lending, into: &output)
    _ = try opener.open(output, .allCores, into: &body)
    let capacities = (output.capacity, body.capacity)
    content.removeLast(100_000)
    try letter.seal(&content, .lending, into: &output)
    _ = try opener.open(output, .allCores, into: &body)
    #expect(output.capacity == capacities.0)
    #expect(body.capacity == capacities.1)
  }

  @Test("A message that is refused leaves the buffer empty", arguments: [AnyOpener.Way.allCores, .oneCore])
  func refused(way: AnyOpener.Way) throws {
    let (letter, opener) = try World("refused buffer").letter(.request, signed: true)
    var message = try letter.sealed([UInt8](repeating: 7, count: 1_500_000))
    for index in [3, 12, 60, 80, 110, 400, 70_000, 700_000, message.count - 1] {
      var body = [UInt8](repeating: 9, count: 100)
      message[index] ^= 1
      #expect(throws: OpenError.self) { try opener.open(message, way, into: &body) }
      #expect(body.isEmpty)
      message[index] ^= 1
    }
  }
}
