import SealedPayload
import Testing

@Suite("51: random changes of whole messages")
struct MessageMutationTests {
  /// Short messages of that kind from one session, and what opens the first.
  private func messages(_ kind: MessageKind) throws -> (all: [[UInt8]], body: [UInt8], opener: AnyOpener) {
    let world = try World("mutation \(kind)")
    var (letter, opener) = try world.letter(kind, signed: true)
    let body = kind == .verdict ? World.verdict : [UInt8](repeating: 6, count: 300)
    var all = [try letter.sealed(body)]
    letter.nonce[0] ^= 1
    all.append(try letter.sealed(body.reversed()))
    guard kind != .verdict else { return (all, body, opener) }
    letter.options.signer = nil
    letter.nonce[1] ^= 1
    var streamed: [UInt8] = []
    var sealer = try letter.streamed(into: &streamed)
    for piece in Pieces(body, { 50 }).all {
      sealer.write(piece.span, into: &streamed)
      sealer.flush(into: &streamed)
    }
    try sealer.finish(into: &streamed)
    return ([streamed] + all, body, opener)
  }

  @Test(
    "Nothing opens but what was sealed, and what is released is a beginning of it", arguments: MessageKind.allCases,
    0..<8)
  func mutated(kind: MessageKind, part: Int) throws {
    let (all, body, opener) = try messages(kind)
    var mutator = Mutator("messages \(kind) \(part)")
    for _ in 0..<500 {
      let source = all[mutator.generator.below(all.count)]
      let other = all[mutator.generator.below(all.count)]
      let message = mutator.mutated(source, other)
      guard !all.contains(message) else { continue }
      var released: [UInt8] = []
      let whole = #expect(throws: OpenError.self) { try opener.open(message, .oneCore, into: &released) }
      #expect(released.isEmpty)
      let size = mutator.generator.below(300) + 1
      let streamed = #expect(throws: OpenError.self) { try opener.open(message, .pieces(size), into: &released) }
      // Cut inside the prelude, either layer is right; a peer is told the same.
      #expect(whole?.refusal == streamed?.refusal)
      #expect(whole == streamed || message.count < 108)
      #expect(released.count <= 300 && [body, Array(body.reversed())].contains { $0.starts(with: released) })
      #expect(released.capacity <= 4_096 + 2 * message.count)
    }
  }

  @Test("Random bytes behind a right beginning, and random bytes alone", arguments: 0..<4)
  func noise(part: Int) throws {
    let (all, _, opener) = try messages(.request)
    var mutator = Mutator("noise \(part)")
    for _ in 0..<500 {
      let start = mutator.generator.below(200)
      let message = all[0][..<start] + mutator.generator.bytes(mutator.generator.below(400))
      guard !all.contains(Array(message)) else { continue }
      let refusals = [AnyOpener.Way.oneCore, .pieces(31)].map { opener.refusal(Array(message), $0)?.error.refusal }
      #expect(refusals[0] != nil && refusals[0] == refusals[1])
    }
  }
}
