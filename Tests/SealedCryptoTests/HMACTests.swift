import SealedCrypto
import Testing

@Suite("HMAC-SHA256: RFC 4231")
struct HMACTests {
  struct Case: Sendable {
    let key, data: ArraySlice<UInt8>
    let code: String
  }

  static let cases = [
    Case(
      key: repeated(0x0b, 20), data: ascii("Hi There"),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Case(
      key: ascii("Jefe"), data: ascii("what do ya want for nothing?"),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Case(
      key: repeated(0xaa, 20), data: repeated(0xdd, 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Case(
      key: hex("0102030405060708090a0b0c0d0e0f10111213141516171819"), data: repeated(0xcd, 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Case(
      key: repeated(0xaa, 131), data: ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
  ]

  @Test(arguments: cases)
  func code(example: Case) {
    #expect(HMACSHA256.code(for: example.data.span, key: example.key.span)[...] == hex(example.code))
  }

  @Test("A kept key gives the same code, again and again, and isn't changed by it")
  func keptKey() {
    let example = Self.cases[1]
    let keyed = HMACSHA256(key: example.key.span)
    var hmac = HMACSHA256(from: keyed)
    for _ in 0..<3 {
      var code = [UInt8](repeating: 0, count: HMACSHA256.byteCount)
      for index in example.data.indices {
        let byte = example.data[index...index]
        hmac.update(byte.span)
      }
      code.withMutableSpan { hmac.finish(into: &$0) }
      #expect(code[...] == hex(example.code))
      hmac.restart(from: keyed)
    }
  }
}
