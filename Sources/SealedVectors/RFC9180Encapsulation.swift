internal import SealedCrypto

extension RFC9180Checks {
  /// The key pairs of recipient, ephemeral and sender, from their seeds where the library derives keys.
  mutating func keyPairs(of vector: VectorNode, _ kem: HPKE.KEM, _ mode: HPKE.Mode) throws(VectorError) {
    switch kem {
    case .x25519HKDFSHA256:
      for role in mode.hasSender ? ["R", "E", "S"] : ["R", "E"] { try keyPair(role, of: vector) }
    case .xWing:
      let seed = try vector.hex("skRm", count: XWing.seedByteCount)
      expect(try vector.hex("pkRm").elementsEqual(XWing.publicKey(of: seed.span) ?? []), "pkRm")
    }
  }

  private mutating func keyPair(_ role: String, of vector: VectorNode) throws(VectorError) {
    let (privateName, publicName) = ("sk\(role)m", "pk\(role)m")
    let ikm = try vector.hex("ikm\(role)")
    try expect(DHKEM.derivePrivateKey(ikm: ikm.span), privateName, of: vector)
    let privateKey = try vector.hex(privateName, count: X25519.byteCount)
    expect(try vector.hex(publicName).elementsEqual(X25519.publicKey(of: privateKey.span)), publicName)
  }

  /// Encapsulates and decapsulates; nil where either gives nothing.
  mutating func encapsulation(
    of vector: VectorNode, _ kem: HPKE.KEM, _ mode: HPKE.Mode
  ) throws(VectorError) -> Secret? {
    let recipient = try vector.hex("skRm", count: kem.privateKeyByteCount)
    let publicKey = try vector.hex("pkRm")
    try encapsulate(to: publicKey, vector, kem, mode)
    let enc = try vector.hex("enc")
    let shared: Secret?
    if mode.hasSender {
      shared = DHKEM.decapsulate(
        enc.span, recipient: recipient.span, recipientPublicKey: publicKey.span,
        sender: [UInt8](try vector.hex("pkSm")))
    } else {
      shared = kem.decapsulate(
        enc.span, recipient: recipient.span, recipientPublicKey: publicKey.span)
    }
    guard let shared else {
      expect(false, "decapsulation")
      return nil
    }
    try expect(shared, "shared_secret", of: vector)
    return shared
  }

  private mutating func encapsulate(
    to publicKey: ArraySlice<UInt8>, _ vector: VectorNode, _ kem: HPKE.KEM, _ mode: HPKE.Mode
  ) throws(VectorError) {
    let name = kem == .xWing ? "ikmE" : "skEm"
    let randomness = try vector.secret(name, count: kem.encapsulationSeedByteCount)
    let encapsulated: Encapsulation?
    if mode.hasSender {
      let sender: Secret? = try vector.secret("skSm", count: X25519.byteCount)
      encapsulated = DHKEM.encapsulate(to: publicKey.span, ephemeral: randomness, sender: sender)
    } else {
      encapsulated = kem.encapsulate(to: publicKey.span, randomness: randomness)
    }
    guard let encapsulated else { return expect(false, "encapsulation") }
    expect(try vector.hex("enc").elementsEqual(encapsulated.enc), "enc")
    try expect(encapsulated.sharedSecret, "shared_secret", of: vector)
  }
}
