import SealedCrypto
import Testing

@Suite("HKDF-SHA256: RFC 5869 appendix A")
struct HKDFTests {
  struct Case: Sendable {
    let ikm, salt, info: ArraySlice<UInt8>
    let prk, okm: String
  }

  static let cases = [
    Case(
      ikm: repeated(0x0b, 22), salt: hex("000102030405060708090a0b0c"), info: hex("f0f1f2f3f4f5f6f7f8f9"),
      prk: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
      okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
    Case(
      ikm: ascending(0x00, 80), salt: ascending(0x60, 80), info: ascending(0xb0, 80),
      prk: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
      okm: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
    Case(
      ikm: repeated(0x0b, 22), salt: [], info: [],
      prk: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
      okm: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
  ]

  static func ascending(_ first: UInt8, _ count: Int) -> ArraySlice<UInt8> {
    (0..<count).map { first &+ UInt8($0) }[...]
  }

  @Test(arguments: cases)
  func extractAndExpand(example: Case) {
    let prk = HKDFSHA256.extract(salt: example.salt.span) { $0.update(example.ikm.span) }
    #expect(bytes(prk) == hex(example.prk))
    let okm = hex(example.okm)
    let expander = HKDFSHA256(pseudorandomKey: prk)
    // Twice, because one expander serves many outputs.
    for _ in 0..<2 { #expect(bytes(expander.expand(info: example.info.span, count: okm.count)) == okm) }
  }

  @Test("Shorter outputs are prefixes of longer ones, up to the longest there is", arguments: [0, 1, 31, 32, 33, 64])
  func prefixes(count: Int) {
    let expander = HKDFSHA256(pseudorandomKey: secret(repeated(7, 32)))
    let longest = bytes(expander.expand(info: Span(), count: 255 * 32))
    #expect(longest.count == 255 * 32)
    #expect(bytes(expander.expand(info: Span(), count: count)) == longest.prefix(count))
  }
}
