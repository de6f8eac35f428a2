import SealedCrypto
import SealedPayload
import Testing

@Suite("Round trips of whole bodies")
struct RoundTripTests {
  static let smallSizes = [0, 1, 2, 127, 128, 129, 1_000]
  static let edgeSizes = [
    65_533, 65_534, 65_535, 65_536, 65_537, 131_069, 131_070, 131_071, 131_072,
  ]
  static let largeSizes = [1_048_577, 3 << 20]

  /// Kind, cipher, signed or not, padding.
  struct Shape: Sendable, CustomTestStringConvertible {
    let kind: MessageKind
    let cipher: Cipher
    let signed: Bool
    let padding: Padding

    var testDescription: String { "\(kind) \(cipher.name) \(signed ? "signed" : "unsigned") \(padding)" }

    static let all: [Shape] = [MessageKind.payload, .request, .response].flatMap { kind in
      [Cipher.chaCha20Poly1305, .aes256GCM].filter(\.isAvailable).flatMap { cipher in
        [false, true].flatMap { signed in
          [Padding.standard, .multiple(of: 1), .multiple(of: 1_001), .multiple(of: 65_536), .noneRevealingExactLengths]
            .map { Shape(kind: kind, cipher: cipher, signed: signed, padding: $0) }
        }
      }
    }

    static let moderate = all.filter { $0.padding != .multiple(of: 65_536) }
    static let oneCipher = all.filter { $0.cipher == .chaCha20Poly1305 }
    static let standard = all.filter { $0.padding == .standard }
  }

  @Test("Every shape with small bodies, also byte by byte", arguments: Shape.moderate)
  func small(_ shape: Shape) throws {
    for count in Self.smallSizes { try check(shape, count, AnyOpener.Way.usual) }
  }

  @Test("Every shape at the edges of records", arguments: Shape.oneCipher)
  func edges(_ shape: Shape) throws {
    for count in Self.edgeSizes { try check(shape, count, [.oneCore, .pieces(count % 2 == 0 ? 65_552 : 1_000)]) }
  }

  @Test("Large bodies, on one core and on all", arguments: Shape.standard)
  func large(_ shape: Shape) throws {
    for count in Self.largeSizes { try check(shape, count, [.allCores, .oneCore, .randomPieces(below: 300_000)]) }
  }

  @Test("The largest padding around short bodies", arguments: Self.smallSizes)
  func padded(count: Int) throws {
    let shape = Shape(kind: .request, cipher: .chaCha20Poly1305, signed: true, padding: .multiple(of: 65_536))
    try check(shape, count, AnyOpener.Way.usual)
  }

  @Test("Two records byte by byte and in sevens", arguments: [65_537, 131_071])
  func slowly(count: Int) throws {
    let shape = Shape(kind: .request, cipher: .chaCha20Poly1305, signed: true, padding: .standard)
    try check(shape, count, [.pieces(1), .pieces(7)])
  }

  /// Seals in every way, which must give the same bytes, and opens in those ways.
  private func check(_ shape: Shape, _ count: Int, _ ways: [AnyOpener.Way]) throws {
    var generator = Seed.generator("\(shape.testDescription) \(count)")
    let world = try World(&generator)
    var (letter, opener) = try world.letter(shape.kind, shape.cipher, signed: shape.signed, padding: shape.padding)
    let body = generator.bytes(count)
    let sealed = try letter.sealed(body)
    letter.options.usesAllCores = false
    for way in count > 1_000 ? [Letter.Way.span, .lending] : Letter.Way.allCases {
      var lent = body
      var output = generator.bytes(generator.below(3_000))
      try letter.seal(&lent, way, into: &output)
      #expect(SHA512.hash(output) == SHA512.hash(sealed), "\(way) \(count)")
      #expect(SHA512.hash(lent) == SHA512.hash(body), "\(way) \(count): the body was changed")
      letter.options.usesAllCores.toggle()
    }
    let opened = try #require(expectOpens(sealed, by: opener, ways))
    expect(opened, letter, body, world)
  }

  private func expect(_ opened: Opened, _ letter: Letter, _ body: [UInt8], _ world: World) {
    #expect(opened.bodyCount == body.count)
    #expect(opened.bodyHash == SHA512.hash(body))
    #expect(opened.kind == letter.kind)
    #expect(opened.timestamp == (letter.kind == .response ? nil : World.now))
    let signer = world.signer.publicKey
    #expect(opened.attribution == (letter.options.signer == nil ? .none : .signed(signer)))
    let fields = opened.head.fields
    #expect(fields.first == letter.fields.first)
    #expect(fields.count == (letter.options.signer == nil ? 1 : 2))
  }
}
