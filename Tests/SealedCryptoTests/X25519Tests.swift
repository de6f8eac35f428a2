import SealedCrypto
import Testing

@Suite("X25519: RFC 7748")
struct X25519Tests {
  private func agree(_ privateKey: ArraySlice<UInt8>, _ publicKey: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    bytesIfAny(X25519.sharedSecret(privateKey: privateKey.span, publicKey: publicKey.span))
  }

  static let alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"

  @Test(
    "Section 5.2",
    arguments: [
      (
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
      ),
      (
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
      ),
    ])
  func multiplication(scalar: String, point: String, product: String) {
    let (scalar, point) = (hex(scalar), hex(point))
    #expect(agree(scalar, point) == hex(product))
  }

  @Test("Section 6.1")
  func agreement() {
    let alice = hex(Self.alice)
    let bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    let alicePublic = X25519.publicKey(of: alice.span)[...]
    let bobPublic = X25519.publicKey(of: bob.span)[...]
    #expect(alicePublic == hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"))
    #expect(bobPublic == hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"))
    let shared = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
    #expect(agree(alice, bobPublic) == shared)
    #expect(agree(bob, alicePublic) == shared)
  }

  @Test("Points of low order are refused, also with the unused bit set", arguments: lowOrderPoints)
  func lowOrder(point: String) {
    let key = hex(Self.alice)
    var point = hex(point)
    #expect(agree(key, point) == nil)
    point[31] |= 0x80
    #expect(agree(key, point) == nil)
  }

  @Test("Public keys of other lengths are refused", arguments: [0, 31, 33])
  func wrongLength(count: Int) {
    let (key, point) = (hex(Self.alice), repeated(9, count))
    #expect(agree(key, point) == nil)
  }
}
