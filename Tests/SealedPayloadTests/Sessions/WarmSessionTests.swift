import SealedCrypto
import SealedPayload
import Testing

@Suite("Sessions that the server remembers")
struct WarmSessionTests {
  @Test("21: same enc with another key id", arguments: [MessageKind.payload, .request])
  func otherKey(kind: MessageKind) throws {
    let world = try World("other key")
    var (message, opener) = try world.message(kind)
    expectOpens(message, by: opener)
    let other = try RecipientKey(RecipientPrivateKey(), issuer: world.key(kind).recipient.issuer)
    message.replaceSubrange(12..<20, with: other.recipient.publicKey.identifier.bytes)
    expectRefused(message, by: opener, at: .key)
    try world.ring.add(other)
    expectRefused(message, by: opener, at: .commitment)
  }

  @Test("21: same enc under another AEAD", .enabled(if: Cipher.aes256GCM.isAvailable))
  func otherAEAD() throws {
    let world = try World("other AEAD")
    for (sealed, named) in [(AEAD.chaCha20Poly1305, AEAD.aes256GCM), (.aes256GCM, .chaCha20Poly1305)] {
      let session = try world.session(.request, Cipher(aead: sealed))
      var message = try RequestSealer(RequestHead(method: "GET", authority: "a", path: "/"), in: session, timestamp: 1)
        .seal([]).bytes
      expectOpens(message, by: world.opener(.request))
      message[11] = UInt8(named.rawValue)
      expectRefused(message, by: world.opener(.request), at: .commitment)
      // One who has the session's secret, and derives from it for a prelude that names the other.
      var handmade = try Handmade(.request, in: session, aead: named)
      handmade.head(RawHead().bytes)
      handmade.end()
      expectRefused(handmade.bytes, by: world.opener(.request), at: .commitment)
    }
  }

  @Test("32: a key that is removed opens nothing, neither by its sessions nor anew")
  func removed() throws {
    let world = try World("removed")
    let session = try world.session()
    let head = RequestHead(method: "GET", authority: "api.example.com", path: "/")
    let first = try RequestSealer(head, in: session, timestamp: 1).seal([]).bytes
    let later = try RequestSealer(head, in: session, timestamp: 2).seal([]).bytes
    expectOpens(first, by: world.opener(.request))
    let identifier = world.apiKey.recipient.publicKey.identifier
    #expect(world.ring.remove(identifier))
    #expect(!world.ring.remove(identifier))
    for message in [first, later, try world.message(.payload).bytes] where message[4] == 2 {
      expectRefused(message, by: world.opener(.request), at: .key)
    }
    expectOpens(try world.message(.payload).bytes, by: world.opener(.payload))
  }

  @Test("32: a stream that was begun before its key was removed")
  func removedMeanwhile() throws {
    for prefix in [0, 7, 75, 76, 107, 108, 256, 270] {
      let world = try World("removed meanwhile")
      let bytes = try world.message(.request).bytes
      var body: [UInt8] = []
      var stream = RequestOpener(world.ring).stream()
      try stream.take(bytes[..<prefix], into: &body)
      let identifier = world.apiKey.recipient.publicKey.identifier
      world.ring.remove(identifier)
      // The key was asked for once the prelude was there: what is open by then may be read to its end.
      if prefix < 76 {
        #expect(throws: OpenError(.unknownKey(identifier))) { try stream.take(bytes[prefix...], into: &body) }
      } else {
        try stream.take(bytes[prefix...], into: &body)
        #expect(try stream.finish().head.method == "POST")
      }
      expectRefused(bytes, by: world.opener(.request), at: .key)
    }
  }

  @Test("33: a message for one name doesn't open under another, with the same private key")
  func otherName() throws {
    let names = ["backup", "backuq", "", "Backup", "backup ", "b\u{E1}ckup", "ba\u{301}ckup"].map {
      try? Issuer(name: $0)
    }
    let origins = ["https://a.example", "https://b.example", "http://a.example"].map { try? Issuer(origin: $0) }
    for issuers in [names, origins] {
      for sealed in issuers.compactMap({ $0 }) {
        for opened in issuers.compactMap({ $0 }) { try check(sealed: sealed, opened: opened) }
      }
    }
  }

  private func check(sealed: Issuer, opened: Issuer) throws {
    var generator = SeededGenerator(state: 33)
    let kind: MessageKind = sealed.isOrigin ? .request : .payload
    let key = RecipientKey(try World.privateKey(&generator), issuer: opened)
    let session = try SealingSession(to: Recipient(key.recipient.publicKey, issuer: sealed))
    let letter = Letter(kind: kind, session: session, nonce: Random.bytes(16))
    let message = try letter.sealed([1])
    let opener = AnyOpener(
      ring: try KeyRing([key]), kind: kind, exchange: nil, signers: .listed([]), limits: OpeningLimits())
    if Array(sealed.text.utf8) == Array(opened.text.utf8) {
      expectOpens(message, by: opener)
    } else {
      expectRefused(message, by: opener, at: .commitment)
    }
  }

  @Test("77: two keys with one identifier, at once or one after the other, under one name or two")
  func duplicates() throws {
    for name in ["a", "b"] {
      var generator = SeededGenerator(state: 77)
      let first = RecipientKey(try World.privateKey(&generator), issuer: try Issuer(name: "a"))
      generator = SeededGenerator(state: 77)
      let second = RecipientKey(try World.privateKey(&generator), issuer: try Issuer(name: name))
      #expect(throws: KeyError.duplicateKey) { try KeyRing([first, second]) }
      let ring = try KeyRing([first])
      #expect(throws: KeyError.duplicateKey) { try ring.add(second) }
      #expect(throws: KeyError.duplicateKey) { try ring.add(first) }
      ring.remove(first.recipient.publicKey.identifier)
      try ring.add(second)
    }
  }
}
