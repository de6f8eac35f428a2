import SealedCrypto
import Testing

private func isNil(_ context: consuming MessageContext?) -> Bool {
  guard context != nil else { return true }
  return false
}

/// The published values are in SealedVectorsTests; here is what they don't reach.
@Suite("HPKE: refusals and contexts")
struct HPKETests {
  static let suite = HPKE.Suite(kem: .x25519HKDFSHA256, aead: AEAD.chaCha20Poly1305.rawValue)

  private func schedule(_ suite: HPKE.Suite = suite, mode: HPKE.Mode = .base, info: String = "info") -> KeySchedule {
    let info = ascii(info)
    return KeySchedule(suite, mode: mode, sharedSecret: secret(repeated(1, 32)), info: info.span)
  }

  @Test func suiteIdentifier() {
    #expect(HPKE.Suite(kem: .xWing, aead: 2).identifier[...] == ascii("HPKE") + hex("647a 0001 0002"))
  }

  @Test("DHKEM refuses points of low order on either side, and as a sender", arguments: lowOrderPoints)
  func lowOrder(point: String) {
    let (point, key) = (hex(point), repeated(0x42, 32))
    let publicKey = X25519.publicKey(of: key.span)[...]
    let encapsulated = DHKEM.encapsulate(to: point.span, ephemeral: secret(key))
    #expect(bytesIfAny(encapsulated) == nil)
    let opened = DHKEM.decapsulate(point.span, recipient: key.span, recipientPublicKey: publicKey.span)
    #expect(bytesIfAny(opened) == nil)
    let authenticated = DHKEM.decapsulate(
      publicKey.span, recipient: key.span, recipientPublicKey: publicKey.span, sender: Array(point))
    #expect(bytesIfAny(authenticated) == nil)
  }

  @Test("Keys of other lengths are refused", arguments: HPKE.KEM.allCases, [0, 31, 33])
  func lengths(kem: HPKE.KEM, count: Int) {
    let (wrong, key) = (repeated(9, count), repeated(0x42, 32))
    let encapsulated = kem.encapsulate(to: wrong.span, randomness: secret(repeated(1, kem.encapsulationSeedByteCount)))
    #expect(bytesIfAny(encapsulated) == nil)
    let opened = kem.decapsulate(wrong.span, recipient: key.span, recipientPublicKey: key.span)
    #expect(bytesIfAny(opened) == nil)
  }

  @Test("What is encapsulated to a key is decapsulated with it", arguments: HPKE.KEM.allCases.filter(\.isAvailable))
  func roundTrip(kem: HPKE.KEM) {
    let key = Random.bytes(kem.privateKeyByteCount)[...]
    let publicKey = (kem.publicKey(of: key.span) ?? [])[...]
    #expect(publicKey.count == kem.publicKeyByteCount)
    let encapsulated = kem.encapsulate(to: publicKey.span, randomness: Secret(random: kem.encapsulationSeedByteCount))
    let (enc, shared) = bytesIfAny(encapsulated) ?? ([], [])
    #expect(enc.count == kem.encapsulationByteCount)
    let opened = kem.decapsulate(enc.span, recipient: key.span, recipientPublicKey: publicKey.span)
    #expect(bytesIfAny(opened) == shared)
  }

  @Test("Where X-Wing is missing, all of it gives nil", .enabled(if: !XWing.isAvailable, "this libsodium has X-Wing"))
  func missingXWing() {
    let (seed, enc) = (repeated(1, 32), repeated(2, XWing.encapsulationByteCount))
    let publicKey = repeated(3, XWing.publicKeyByteCount)
    #expect(XWing.publicKey(of: seed.span) == nil)
    let encapsulated = XWing.encapsulate(to: publicKey.span, randomness: secret(repeated(1, 64)))
    #expect(bytesIfAny(encapsulated) == nil)
    let opened = XWing.decapsulate(enc.span, seed: seed.span)
    #expect(bytesIfAny(opened) == nil)
  }

  @Test(
    "X-Wing refuses an X25519 half of low order",
    .enabled(if: XWing.isAvailable, "this libsodium has no X-Wing"), arguments: lowOrderPoints)
  func lowOrderXWing(point: String) {
    let seed = repeated(0x42, 32)
    let publicKey = (XWing.publicKey(of: seed.span) ?? [])[...]
    let weakKey = publicKey.dropLast(32) + hex(point)
    let toWeakKey = XWing.encapsulate(to: weakKey.span, randomness: secret(repeated(1, 64)))
    #expect(bytesIfAny(toWeakKey) == nil)
    let encapsulated = XWing.encapsulate(to: publicKey.span, randomness: secret(repeated(1, 64)))
    let (enc, _) = bytesIfAny(encapsulated) ?? ([], [])
    let weakEnc = enc.dropLast(32) + hex(point)
    let opened = XWing.decapsulate(weakEnc.span, seed: seed.span)
    #expect(bytesIfAny(opened) == nil)
  }

  @Test("A refused message leaves the sequence number where it is")
  func sequence() {
    guard var sender = MessageContext(schedule()), var recipient = MessageContext(schedule()) else {
      Issue.record("no context")
      return
    }
    let (text, none) = (ascii("text"), ascii(""))
    let (first, second) = (
      sender.seal(text.span, authenticating: none.span)[...], sender.seal(text.span, authenticating: none.span)[...]
    )
    #expect(first != second)
    #expect(recipient.open(second.span, authenticating: none.span) == nil)
    #expect(recipient.open(none.span, authenticating: none.span) == nil)
    #expect(recipient.open(first.span, authenticating: none.span)?[...] == text)
    #expect(recipient.open(first.span, authenticating: none.span) == nil)
    #expect(recipient.open(second.span, authenticating: none.span)?[...] == text)
  }

  @Test("Export-only suites neither seal nor open")
  func exportOnly() {
    let context = MessageContext(schedule(HPKE.Suite(kem: .x25519HKDFSHA256, aead: HPKE.exportOnly)))
    let none = isNil(context)
    #expect(none)
  }

  @Test("Suite, mode, info, context and length each change what is exported")
  func separation() {
    func export(
      _ schedule: consuming KeySchedule, _ context: String = "context", _ count: Int = 32
    ) -> ArraySlice<UInt8> {
      let context = ascii(context)
      return bytes(schedule.exporter().export(context.span, count: count)).prefix(32)
    }
    let exports: Set<ArraySlice<UInt8>> = [
      export(schedule()), export(schedule(HPKE.Suite(kem: .x25519HKDFSHA256, aead: 2))),
      export(schedule(HPKE.Suite(kem: .xWing, aead: 3))), export(schedule(mode: .auth)), export(schedule(info: "")),
      export(schedule(), "other"), export(schedule(), "context", 33),
    ]
    #expect(exports.count == 7)
    #expect(exports.contains(export(schedule())))
  }
}
