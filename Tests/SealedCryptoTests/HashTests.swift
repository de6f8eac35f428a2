import SealedCrypto
import Testing

@Suite("Hashes: the examples of FIPS 180")
struct HashTests {
  static let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (long, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
  ])
  func sha256(message: String, digest: String) {
    #expect(SHA256.hash(Array(message.utf8))[...] == hex(digest))
  }

  @Test(arguments: [
    (
      "",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
        + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    ),
    (
      "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func sha512(message: String, digest: String) {
    #expect(SHA512.hash(Array(message.utf8))[...] == hex(digest))
  }

  @Test("A million letters, in pieces that don't divide the block")
  func pieces() {
    let piece = repeated(UInt8(ascii: "a"), 1000)
    var sha256 = SHA256()
    var sha512 = SHA512()
    for _ in 0..<1000 {
      sha256.update(piece.span)
      sha512.update(piece.span)
    }
    #expect(sha256.finish()[...] == hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"))
    let digest =
      "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
      + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
    #expect(sha512.finish()[...] == hex(digest))
  }
}
