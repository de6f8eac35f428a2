import SealedCrypto
import Testing

@Suite("Argon2id: the first of libsodium's published tests (test/default/pwhash_argon2id)")
struct PasswordHashTests {
  @Test func knownAnswer() {
    let passphrase = hex(
      "a347ae92bce9f80f6f595a4480fc9c2fe7e7d7148d371e9487d75f5c23008ffae065577a928febd9b1973a5a95073acd"
        + "beb6a030cfc0d79caa2dc5cd011cef02c08da232d76d52dfbca38ca8dcbd665b17d1665f7cf5fe59772ec909733b24de"
        + "97d6f58d220b20c60d7c07ec1fd93c52c31020300c6c1facd77937a597c7a6")
    // The test gives 32 bytes, of which crypto_pwhash reads the first 16.
    let salt = hex("5541fbc995d5c197ba290346d2c559de")
    let expected = hex(
      "18acec5d6507739f203d1f5d9f1d862f7c2cdac4f19d2bdff64487e60d969e3ced615337b9eec6ac4461c6ca07f09397"
        + "41e57c24d0005c7ea171a0ee1e7348249d135b38f222e4dad7b9a033ed83f5ca27277393e316582033c74affe2566a2b"
        + "ea47f91f0fd9fe49ece7e1f79f3ad6e9b23e0277c8ecc4b313225748dd2a80f5679534a0700e246a79a49b3f74eb89ec"
        + "6205fe1eeb941c73b1fcf1")
    let key = PasswordHash.derive(
      count: expected.count, passphrase: passphrase.span, salt: salt.span, operations: 5, memory: 7_256_678)
    #expect(bytesIfAny(key) == expected)
  }

  @Test("Salt and passphrase, also an empty one, change the key")
  func inputs() {
    var keys: Set<ArraySlice<UInt8>> = []
    for (passphrase, fill) in [("", 0), ("a", 0), ("a", 1)] as [(String, UInt8)] {
      let (passphrase, salt) = (ascii(passphrase), repeated(fill, PasswordHash.saltByteCount))
      let key = PasswordHash.derive(
        count: 32, passphrase: passphrase.span, salt: salt.span, operations: 1, memory: 8192)
      if let key = bytesIfAny(key) { keys.insert(key) }
    }
    #expect(keys.count == 3)
  }
}
