import SealedCrypto
import SealedPayload
import Testing

@Suite("Proofs that are refused")
struct ProofTests {
  /// A message with a given proof record.
  private func message(
    _ kind: MessageKind, _ world: World, in session: SealingSession? = nil, to exchange: Exchange? = nil, proof: [UInt8]
  ) throws -> [UInt8] {
    var message = try handmade(kind, world, session, exchange)
    message.record(2, proof)
    message.end([1])
    return message.bytes
  }

  private func handmade(
    _ kind: MessageKind, _ world: World, _ session: SealingSession? = nil, _ exchange: Exchange? = nil
  ) throws -> Handmade {
    var message: Handmade
    if let exchange {
      message = try Handmade(kind, to: exchange)
    } else {
      message = try Handmade(kind, in: session ?? world.session(kind))
    }
    message.head(
      kind == .payload ? RawHead(payload: []).bytes : kind == .request ? RawHead().bytes : RawHead(status: 200).bytes)
    return message
  }

  @Test("22: after a session with a verified proof, another public key with a junk signature")
  func junkAfterVerified() throws {
    let world = try World("junk")
    let session = try world.session()
    var good = try handmade(.request, world, session)
    let proof = good.proof(by: world.signer)
    good.record(2, proof.bytes)
    good.end()
    expectOpens(good.bytes, by: world.opener(.request))
    let other = SigningKey().publicKey.bytes
    for junk in [proof.signature, [UInt8](repeating: 0, count: 64), Random.bytes(64)] {
      let changed = try message(.request, world, in: session, proof: [1] + other + junk)
      expectRefused(changed, by: world.opener(.request), at: .proof)
      // The right signer, whose signature belongs to the first message.
      let moved = try message(.request, world, in: session, proof: [1] + proof.signer.bytes + junk)
      expectRefused(moved, by: world.opener(.request), at: .proof)
    }
  }

  @Test("23, 26: each message of a session has its own signer, or none; nothing is carried over")
  func signerPerMessage() throws {
    let world = try World("signers")
    let session = try world.session()
    let other = SigningKey()
    for signer in [world.signer, nil, other, nil, world.signer, other] {
      let head = RequestHead(method: "GET", authority: "api.example.com", path: "/")
      let options = SealingOptions(signer: signer)
      let sealed = try RequestSealer(head, in: session, timestamp: 1, options: options).seal([]).bytes
      let opened = try #require(expectOpens(sealed, by: world.opener(.request)))
      #expect(opened.attribution == signer.map { .signed($0.publicKey) } ?? .none)
    }
  }

  @Test("24: the proof of message A inside message B of the same session, for every pair of kinds")
  func moved() throws {
    let world = try World("moved proof")
    let exchange = try world.exchange()
    let kinds: [(MessageKind, Exchange?)] = [(.payload, nil), (.request, nil), (.response, exchange.server)]
    let sessions = [try world.session(.payload), try world.session(), try world.session()]
    for (index, source) in kinds.enumerated() {
      let proof = try handmade(source.0, world, sessions[index], source.1).proof(by: world.signer).bytes
      for (index, target) in kinds.enumerated() {
        let moved = try message(target.0, world, in: sessions[index], to: target.1, proof: proof)
        expectRefused(moved, by: world.opener(target.0, exchange.client), at: .proof, note: "\(source.0) \(target.0)")
      }
    }
  }

  @Test(
    "29: a proof for another key, name or head", arguments: ["key", "name", "no name", "head", "kind", "bind", "none"])
  func otherStatement(part: String) throws {
    let world = try World("statement")
    var message = try handmade(.payload, world)
    let otherKey = try RecipientPrivateKey().publicKey.bytes
    let otherName = part == "no name" ? Issuer.unnamed : try Issuer(name: "backuq")
    let hash = SHA512.hash(RawHead(payload: []).bytes)
    let statement = Proof.Statement(
      kind: part == "kind" ? .request : .payload,
      recipientPublicKey: part == "key" ? otherKey : message.recipient.publicKey.bytes,
      info: part == "name" || part == "no name" ? otherName.info : message.recipient.issuer.info,
      bind: part == "bind" ? message.bind + [0] : message.bind, commitment: message.keys.commitment,
      headHash: part == "head" ? SHA512.hash([UInt8]()) : hash, requestHeadHash: nil)
    message.record(2, Proof(statement, by: world.signer).bytes)
    message.end()
    let opener = world.opener(.payload)
    if part == "none" {
      expectOpens(message.bytes, by: opener)
    } else {
      expectRefused(message.bytes, by: opener, at: .proof)
    }
  }

  @Test("29: a recipient without a name who forwards a signed payload, sealed anew for a third")
  func forwarded() throws {
    let world = try World("forwarded")
    let keys = try (0..<2).map { _ in RecipientKey(try RecipientPrivateKey(), issuer: .unnamed) }
    var opener = world.opener(.payload)
    opener.ring = try KeyRing(keys)
    let sessions = try keys.map { try SealingSession(to: $0.recipient) }
    let proof = try handmade(.payload, world, sessions[0]).proof(by: world.signer).bytes
    for session in sessions {
      expectRefused(try message(.payload, world, in: session, proof: proof), by: opener, at: .proof)
    }
  }

  @Test("A proof has 97 bytes and algorithm 1", arguments: [0, 1, 33, 96, 97, 98, 200])
  func form(count: Int) throws {
    let world = try World("proof form")
    var message = try handmade(.request, world)
    let proof = message.proof(by: world.signer).bytes
    message.record(2, Array((proof + proof + proof).prefix(count)), zeros: 30)
    message.end()
    let opener = world.opener(.request)
    if count == 97 {
      expectOpens(message.bytes, by: opener)
    } else {
      expectRefused(message.bytes, by: opener, at: .proof)
    }
    for algorithm in [0, 2, 3, 255] as [UInt8] {
      let changed = try self.message(.request, world, proof: [algorithm] + proof.dropFirst())
      expectRefused(changed, by: opener, at: .proof)
    }
  }
}
