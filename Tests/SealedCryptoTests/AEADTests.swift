import SealedCrypto
import Testing

/// The algorithms that this machine runs.
let availableAEADs = AEAD.allCases.filter(\.isAvailable)

private func key(_ algorithm: AEAD, _ bytes: ArraySlice<UInt8>) throws -> AEADKey {
  let key = AEADKey(algorithm, key: bytes.span)
  guard let key = consume key else { throw MissingAlgorithm() }
  return key
}

private struct MissingAlgorithm: Error {}

private func seal(
  _ plaintext: ArraySlice<UInt8>, _ key: borrowing AEADKey, _ nonce: AEADNonce, _ aad: ArraySlice<UInt8> = []
) -> ArraySlice<UInt8> {
  var sealed = [UInt8](repeating: 0xA5, count: plaintext.count + AEAD.tagByteCount)
  sealed.withMutableSpan { key.seal(plaintext.span, nonce: nonce, authenticating: aad.span, into: &$0) }
  return sealed[...]
}

private func open(
  _ sealed: ArraySlice<UInt8>, _ key: borrowing AEADKey, _ nonce: AEADNonce, _ aad: ArraySlice<UInt8> = []
) -> (accepted: Bool, target: ArraySlice<UInt8>) {
  var target = [UInt8](repeating: 0xA5, count: sealed.count - AEAD.tagByteCount)
  let accepted = target.withMutableSpan {
    key.open(sealed.span, nonce: nonce, authenticating: aad.span, into: &$0)
  }
  return (accepted, target[...])
}

@Suite("AEADs: published values")
struct AEADValueTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let algorithm: AEAD
    let key, nonce, aad, plaintext, sealed: ArraySlice<UInt8>

    var testDescription: String { name }
  }

  private static let gcmKey = hex("feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308")
  private static let gcmPlaintext = hex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
      + "b16aedf5aa0de657ba637b391aafd255")
  private static let gcmCiphertext = hex(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
      + "c5f61e6393ba7a0abcc9f662898015ad")

  static let cases = [
    Case(
      name: "RFC 8439 section 2.8.2", algorithm: .chaCha20Poly1305,
      key: hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
      nonce: hex("070000004041424344454647"), aad: hex("50515253c0c1c2c3c4c5c6c7"),
      plaintext: ascii(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
          + "would be it."),
      sealed: hex(
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
          + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
          + "3ff4def08e4b7a9de576d26586cec64b6116 1ae10b594f09e26a7e902ecbd0600691")),
    Case(
      name: "GCM test case 13", algorithm: .aes256GCM, key: repeated(0, 32), nonce: repeated(0, 12), aad: [],
      plaintext: [], sealed: hex("530f8afbc74536b9a963b4f1c4cb738b")),
    Case(
      name: "GCM test case 14", algorithm: .aes256GCM, key: repeated(0, 32), nonce: repeated(0, 12), aad: [],
      plaintext: repeated(0, 16), sealed: hex("cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919")),
    Case(
      name: "GCM test case 15", algorithm: .aes256GCM, key: gcmKey, nonce: hex("cafebabefacedbaddecaf888"), aad: [],
      plaintext: gcmPlaintext, sealed: gcmCiphertext + hex("b094dac5d93471bdec1a502270e3cc6c")),
    Case(
      name: "GCM test case 16", algorithm: .aes256GCM, key: gcmKey, nonce: hex("cafebabefacedbaddecaf888"),
      aad: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"), plaintext: gcmPlaintext.prefix(60),
      sealed: gcmCiphertext.prefix(60) + hex("76fc6ece0f4e1768cddf8853bb2d551b")),
  ]

  @Test(arguments: cases.filter { availableAEADs.contains($0.algorithm) })
  func sealsAndOpens(example: Case) throws {
    let key = try key(example.algorithm, example.key)
    let nonce = AEADNonce(example.nonce.span)
    let sealed = seal(example.plaintext, key, nonce, example.aad)
    #expect(sealed == example.sealed)
    let opened = open(sealed, key, nonce, example.aad)
    #expect(opened.accepted && opened.target == example.plaintext)
  }
}

@Suite("AEADs: in place, and what is refused")
struct AEADTests {
  static let counts = [0, 1, 15, 16, 17, 63, 64, 65, 4096, 16400]

  @Test("Sealing in place gives the same", arguments: availableAEADs, counts)
  func inPlace(algorithm: AEAD, count: Int) throws {
    let key = try key(algorithm, repeated(0x42, 32))
    let nonce = AEADNonce(counter: 7)
    let plaintext = Random.bytes(count)[...]
    var buffer = Array(plaintext + repeated(0xA5, AEAD.tagByteCount))
    buffer.withMutableSpan { key.sealInPlace(&$0, nonce: nonce) }
    #expect(buffer[...] == seal(plaintext, key, nonce))
    let opened = open(buffer[...], key, nonce)
    #expect(opened.accepted && opened.target == plaintext)
  }

  @Test("A change of any byte is refused, and leaves zeros", arguments: availableAEADs)
  func changedBytes(algorithm: AEAD) throws {
    let key = try key(algorithm, repeated(0x42, 32))
    let sealed = seal(ascii("thirty-three bytes of plain text."), key, AEADNonce(counter: 0), ascii("aad"))
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 0x80
      let opened = open(changed, key, AEADNonce(counter: 0), ascii("aad"))
      #expect(!opened.accepted && opened.target.allSatisfy { $0 == 0 }, "byte \(index)")
    }
  }

  @Test("Another key, nonce or aad is refused, and leaves zeros", arguments: availableAEADs)
  func otherInputs(algorithm: AEAD) throws {
    let other = try key(algorithm, repeated(0x43, 32))
    let key = try key(algorithm, repeated(0x42, 32))
    let nonce = AEADNonce(counter: 1)
    let sealed = seal(ascii("text"), key, nonce, ascii("aad"))
    for refused in [
      open(sealed, other, nonce, ascii("aad")), open(sealed, key, AEADNonce(counter: 2), ascii("aad")),
      open(sealed, key, nonce, ascii("aaD")), open(sealed, key, nonce),
      open(sealed.dropFirst(), key, nonce, ascii("aad")),
    ] {
      #expect(!refused.accepted && refused.target.allSatisfy { $0 == 0 })
    }
  }

  @Test("Less than a tag is refused", arguments: availableAEADs, [0, 1, 15])
  func tooShort(algorithm: AEAD, count: Int) throws {
    let key = try key(algorithm, repeated(0x42, 32))
    let short = repeated(0, count)
    var target: [UInt8] = []
    let accepted = target.withMutableSpan { key.open(short.span, nonce: AEADNonce(counter: 0), into: &$0) }
    #expect(!accepted)
  }
}

@Suite("AEAD nonces")
struct AEADNonceTests {
  @Test func counter() {
    let bytes = hex("00000000 0102030405060708")
    #expect(AEADNonce(counter: 0x0102_0304_0506_0708) == AEADNonce(bytes.span))
  }

  @Test func exclusiveOr() {
    let (first, second) = (hex("ff00ff00 ff00ff00ff00ff01"), hex("0f0f0f0f 0f0f0f0f0f0f0f0f"))
    let expected = hex("f00ff00f f00ff00ff00ff00e")
    #expect(AEADNonce(first.span).xor(AEADNonce(second.span)) == AEADNonce(expected.span))
    #expect(AEADNonce(first.span).xor(AEADNonce(first.span)) == AEADNonce(counter: 0))
  }

  @Test("All 12 bytes reach the algorithm", arguments: availableAEADs)
  func allBytesCount(algorithm: AEAD) throws {
    let key = try key(algorithm, repeated(0x42, 32))
    var sealed: Set<ArraySlice<UInt8>> = []
    for index in 0..<AEAD.nonceByteCount {
      var bytes = repeated(0, AEAD.nonceByteCount)
      bytes[index] = 1
      sealed.insert(seal(ascii("text"), key, AEADNonce(bytes.span)))
    }
    #expect(sealed.count == AEAD.nonceByteCount)
  }
}
