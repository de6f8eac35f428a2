import SealedCrypto
import SealedPayload
import Testing

/// Encodings on Ed25519 that no honest signer makes.
enum BadPoint {
  /// The eight points of small order, and their encodings that aren't canonical.
  static let smallOrder: [[UInt8]] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].map(LowOrder.bytes)

  /// Canonical numbers that are no point's y, and a y beyond the field.
  static let noPoint: [[UInt8]] = [
    "0200000000000000000000000000000000000000000000000000000000000000",
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ].map(LowOrder.bytes)

  /// L, the order of the group, in little-endian form.
  static let order = LowOrder.bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
}

@Suite("Signatures that are refused")
struct SignatureTests {
  private func check(_ proof: [UInt8], _ message: consuming Handmade, _ world: World, _ comment: Comment) {
    message.record(2, proof)
    message.end()
    expectRefused(message.bytes, by: world.opener(.request), at: .proof, [.oneCore, .pieces(50)], note: comment)
  }

  private func begun(_ world: World) throws -> Handmade {
    var message = try Handmade(.request, in: try world.session())
    message.head(RawHead().bytes)
    return message
  }

  @Test("30: a signer of small order, with every such R and with S of zero", arguments: BadPoint.smallOrder)
  func smallOrder(point: [UInt8]) throws {
    let world = try World("small order")
    for other in BadPoint.smallOrder {
      let proof = [1] + point + other + [UInt8](repeating: 0, count: 32)
      try check(proof, begun(world), world, "R \(other)")
    }
    // The right signer, with R of small order.
    let proof = [1] + world.signer.publicKey.bytes + point + [UInt8](repeating: 0, count: 32)
    try check(proof, begun(world), world, "R \(point)")
  }

  @Test("30: S + L, and S with high bits")
  func largeS() throws {
    let world = try World("large S")
    var message = try begun(world)
    let proof = message.proof(by: world.signer).bytes
    message.record(2, proof)
    message.end()
    expectOpens(message.bytes, by: world.opener(.request))
    for multiple in 1...7 {
      let session = try begunTwice(world, proof) { s in (0..<multiple).reduce(s) { s, _ in sum(s, BadPoint.order) } }
      check(session.proof, session.message, world, "S + \(multiple) L")
    }
    for mask in [0x20, 0x40, 0x80, 0xE0] as [UInt8] {
      let session = try begunTwice(world, proof) { s in s.dropLast() + [(s.last ?? 0) | mask] }
      check(session.proof, session.message, world, "S | \(mask)")
    }
  }

  /// A message whose right proof has its S changed.
  private func begunTwice(
    _ world: World, _ proof: [UInt8], _ change: ([UInt8]) -> [UInt8]
  ) throws -> BadSignature {
    let message = try begun(world)
    let right = message.proof(by: world.signer).bytes
    return BadSignature(message: message, proof: right[..<65] + change(Array(right[65...])))
  }

  struct BadSignature: ~Copyable {
    let message: Handmade
    let proof: [UInt8]
  }

  private func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var carry = 0
    return zip(a, b).map { a, b in
      carry += Int(a) + Int(b)
      defer { carry >>= 8 }
      return UInt8(truncatingIfNeeded: carry)
    }
  }

  @Test(
    "30: keys that no signer has are refused when they are loaded", arguments: BadPoint.smallOrder + BadPoint.noPoint)
  func keys(point: [UInt8]) throws {
    #expect(throws: KeyError.unusablePublicKey) { try VerifyingKey(bytes: point) }
    #expect(throws: KeyError.unusablePublicKey) { try VerifyingKey("ed25519:\(base64URL(point))") }
    #expect(throws: KeyError.unusablePublicKey) {
      try KeyFile.publicKey(text: #"{"kty":"OKP","crv":"Ed25519","x":"\#(base64URL(point))"}"#)
    }
  }

  @Test("Responses: a signer that isn't listed, or no list at all")
  func unlisted() throws {
    let world = try World("unlisted")
    let exchange = try world.exchange()
    for kind in [MessageKind.response, .verdict] {
      let (letter, _) = try world.letter(kind, signed: true)
      var reply = letter
      reply.exchange = exchange.server
      let sealed = try reply.sealed(World.verdict)
      var opener = world.opener(kind, exchange.client)
      expectOpens(sealed, by: opener)
      for signers in [[], [SigningKey().publicKey]] {
        opener.signers = .listed(signers)
        expectRefused(sealed, by: opener, at: .proof)
      }
      opener.signers = .listed([SigningKey().publicKey, world.signer.publicKey])
      expectOpens(sealed, by: opener)
      opener.signers = .anyoneUnverified
      #expect(expectOpens(sealed, by: opener)?.attribution.signer == world.signer.publicKey)
    }
  }
}
