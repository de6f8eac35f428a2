import SealedCrypto
import SealedPayload
import Testing

@Suite("Round trips of streams")
struct StreamRoundTripTests {
  /// What an application does with a stream.
  enum Step: Sendable {
    case write(Int)
    case flush
  }

  @Test("Random writes and flushes", arguments: 0..<120)
  func random(number: Int) throws {
    var generator = Seed.generator("stream \(number)")
    let world = try World(&generator)
    let kind = [MessageKind.payload, .request, .response][number % 3]
    let padding = [Padding.standard, .multiple(of: 700), .noneRevealingExactLengths][number / 3 % 3]
    let signed = generator.chance(2)
    let (letter, opener) = try world.letter(kind, signed: signed, padding: padding)
    let steps = steps(&generator)
    let (message, body) = try seal(letter, steps, &generator)
    let opened = try #require(
      expectOpens(message, by: opener, [.allCores, .oneCore, .pieces(65_552), .randomPieces(below: 5_000)]))
    #expect(opened.bodyCount == body.count)
    #expect(opened.bodyHash == SHA512.hash(body))
    #expect(opened.attribution == (signed ? .authenticated(world.signer.publicKey) : .none))
  }

  private func steps(_ generator: inout SeededGenerator) -> [Step] {
    let sizes = [0, 1, 7, 127, 128, 1_000, 65_534, 65_535, 65_536, 131_070, 200_000]
    return (0..<generator.below(12)).map { _ in
      generator.chance(3) ? .flush : .write(sizes[generator.below(sizes.count)])
    }
  }

  private func seal(
    _ letter: Letter, _ steps: [Step], _ generator: inout SeededGenerator
  ) throws -> (message: [UInt8], body: [UInt8]) {
    var (output, body) = ([UInt8](), [UInt8]())
    var sealer = try letter.streamed(into: &output)
    for step in steps {
      switch step {
      case .flush: sealer.flush(into: &output)
      case .write(let count):
        let piece = generator.bytes(count)
        sealer.write(piece, into: &output)
        body += piece
      }
    }
    try sealer.finish(into: &output)
    return (output, body)
  }

  @Test("A flush without bytes writes nothing, however often")
  func emptyFlushes() throws {
    let (letter, opener) = try World("empty flushes").letter(.response)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    let beginning = output.count
    for _ in 0..<100 {
      sealer.flush(into: &output)
      sealer.write([], into: &output)
    }
    #expect(output.count == beginning)
    try sealer.finish(into: &output)
    let opened = try #require(expectOpens(output, by: opener))
    #expect(opened.bodyCount == 0)
  }

  @Test("66: tokens of 1 and of 7 bytes give records of the same length")
  func tokens() throws {
    let (letter, _) = try World("tokens").letter(.response)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    var lengths: Set<Int> = []
    for token in ["a", "another", "", "I", "seven77"] where !token.isEmpty {
      let before = output.count
      sealer.write(Array(token.utf8), into: &output)
      sealer.flush(into: &output)
      lengths.insert(output.count - before)
    }
    let before = output.count
    try sealer.finish(into: &output)
    lengths.insert(output.count - before)
    #expect(lengths == [148])
  }
}
