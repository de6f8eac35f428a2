import SealedCrypto
import SealedPayload
import Testing

/// Every encoding of a point of low order on Curve25519: with it, a shared secret is all zeros.
enum LowOrder {
  static let points: [[UInt8]] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].flatMap { hex in
    let point = bytes(hex)
    // X25519 ignores the highest bit: both forms are the same point.
    return [point, point.dropLast() + [(point.last ?? 0) | 0x80]]
  }

  static func bytes(_ hex: String) -> [UInt8] {
    let text = Array(hex.utf8)
    return text.withSpan { Text.decodeHex($0) } ?? []
  }
}

@Suite("Points of low order")
struct LowOrderTests {
  @Test("46: as encapsulated key", arguments: LowOrder.points)
  func encapsulation(point: [UInt8]) throws {
    for kind in [MessageKind.payload, .request] {
      var (message, opener) = try World("low order").message(kind)
      message.replaceSubrange(20..<52, with: point)
      expectRefused(message, by: opener, at: .kem)
    }
  }

  @Test("72: as recipient's public key: bytes, line, key file", arguments: LowOrder.points)
  func publicKey(point: [UInt8]) throws {
    #expect(throws: KeyError.unusablePublicKey) { try RecipientPublicKey(.x25519, bytes: point) }
    let text = base64URL(point)
    #expect(throws: KeyError.unusablePublicKey) { try RecipientPublicKey("x25519:\(text)") }
    let file = #"{"kty":"OKP","crv":"X25519","x":"\#(text)"}"#
    #expect(throws: KeyError.unusablePublicKey) { try KeyFile.publicKey(text: file) }
  }

  @Test("72: the points are all there, and any other byte string is a key")
  func others() throws {
    #expect(Set(LowOrder.points).count == 14)
    var generator = Seed.generator("any point")
    for _ in 0..<50 {
      let bytes = generator.bytes(32)
      #expect(try RecipientPublicKey(.x25519, bytes: bytes).bytes == bytes)
    }
    #expect(throws: KeyError.malformedPublicKey) { try RecipientPublicKey(.x25519, bytes: generator.bytes(31)) }
    #expect(throws: KeyError.malformedPublicKey) { try RecipientPublicKey(.x25519, bytes: []) }
  }

  @Test("46, 72: the X25519 half of X-Wing", .enabled(if: KeyExchange.xWing.isAvailable), arguments: LowOrder.points)
  func xWing(point: [UInt8]) throws {
    let key = try RecipientKey(RecipientPrivateKey(generating: .xWing), issuer: Issuer(origin: World.origin))
    let session = try SealingSession(to: key.recipient)
    let head = RequestHead(method: "GET", authority: "api.example.com", path: "/")
    var message = try RequestSealer(head, in: session, timestamp: 1).seal([]).bytes
    let opener = AnyOpener(
      ring: try KeyRing([key]), kind: .request, exchange: nil, signers: .listed([]), limits: OpeningLimits())
    try #require(expectOpens(message, by: opener) != nil)
    message.replaceSubrange(20 + 1_088..<20 + 1_120, with: point)
    expectRefused(message, by: opener, at: .kem)
    let halved = key.recipient.publicKey.bytes.dropLast(32) + point
    #expect(throws: KeyError.unusablePublicKey) { try RecipientPublicKey(.xWing, bytes: Array(halved)) }
  }
}
