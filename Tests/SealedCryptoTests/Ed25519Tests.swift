import SealedCrypto
import Testing

private func verify(
  _ signature: ArraySlice<UInt8>, _ message: ArraySlice<UInt8>, _ publicKey: ArraySlice<UInt8>
) -> Bool {
  Ed25519.verify(signature.span, message.span, publicKey: publicKey.span)
}

private func isValid(_ publicKey: ArraySlice<UInt8>) -> Bool { Ed25519.isValidPublicKey(publicKey.span) }

@Suite("Ed25519: RFC 8032 section 7.1, and what is refused")
struct Ed25519Tests {
  struct Case: Sendable {
    let seed, publicKey, message, signature: String
  }

  static let cases = [
    Case(
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    Case(
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    Case(
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
  ]

  @Test(arguments: cases)
  func signAndVerify(example: Case) {
    let (seed, message, publicKey) = (hex(example.seed), hex(example.message), hex(example.publicKey))
    let key = Ed25519.secretKey(seed: seed.span)
    #expect(bytes(key) == seed + publicKey)
    let signature = key.withBytes { Ed25519.sign(message.span, secretKey: $0) }[...]
    #expect(signature == hex(example.signature))
    #expect(verify(signature, message, publicKey))
    #expect(isValid(publicKey))
  }

  @Test("A change of any byte of signature, message or key is refused")
  func changes() {
    let example = Self.cases[2]
    let whole = hex(example.signature) + hex(example.message) + hex(example.publicKey)
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 1
      let (signature, message, key) = (changed[..<64], changed[64..<66], changed[66...])
      #expect(!verify(signature, message, key), "byte \(index)")
    }
  }

  @Test("S + L verifies under the bare equation, and is refused")
  func malleability() {
    let example = Self.cases[1]
    let (message, key) = (hex(example.message), hex(example.publicKey))
    var signature = hex(example.signature)
    let order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    var carry = 0
    for index in 0..<32 {
      carry += Int(signature[32 + index]) + Int(order[index])
      signature[32 + index] = UInt8(carry & 0xFF)
      carry >>= 8
    }
    #expect(!verify(signature, message, key))
  }

  @Test("Signatures and keys of other lengths are refused")
  func lengths() {
    let example = Self.cases[0]
    let (signature, key, message) = (hex(example.signature), hex(example.publicKey), hex(example.message))
    let (short, long) = (signature.dropLast(), signature + [0])
    #expect(!verify(short, message, key))
    #expect(!verify(long, message, key))
    let shortKey = key.dropLast()
    #expect(!verify(signature, message, shortKey))
    #expect(!isValid(shortKey))
  }
}

@Suite("Ed25519: public keys of small order, off the curve, or not canonical")
struct Ed25519KeyTests {
  static let identity = "0100000000000000000000000000000000000000000000000000000000000000"
  static let unusable = [
    identity,
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    // Not canonical: p + 1.
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    // y = 2 has no x.
    "0200000000000000000000000000000000000000000000000000000000000000",
  ]

  @Test(arguments: unusable)
  func refused(key: String) {
    let key = hex(key)
    #expect(!isValid(key))
  }

  @Test("The signature R = A, S = 0 fits every message under the key of order one, and is refused")
  func smallOrderForgery() {
    let key = hex(Self.identity)
    let (signature, message) = (key + repeated(0, 32), ascii("anything"))
    #expect(!verify(signature, message, key))
  }
}
