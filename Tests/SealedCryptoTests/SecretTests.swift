import SealedCrypto
import Testing

@Suite("Secrets")
struct SecretTests {
  @Test("Random secrets have their length and differ")
  func random() {
    let (first, second) = (bytes(Secret(random: 32)), bytes(Secret(random: 32)))
    #expect(first.count == 32 && second.count == 32)
    #expect(first != second)
    #expect(Random.bytes(24) != Random.bytes(24))
  }

  @Test("Copies hold the bytes, also none", arguments: [0, 1, 32, 5000])
  func copies(count: Int) {
    let source = repeated(0xC3, count)
    let copy = secret(source)
    #expect(copy.count == count)
    #expect(bytes(copy) == source)
  }

  @Test("Starts as zeros, of which `fill` writes what it likes")
  func fill() {
    let filled = Secret(count: 4) { $0[1] = 9 }
    #expect(bytes(filled) == [0, 9, 0, 0])
  }

  @Test("What `fill` throws arrives")
  func throwing() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      _ = try Secret(count: 4) { (_: inout MutableSpan<UInt8>) throws(Refusal) in throw Refusal() }
    }
  }

  @Test("Guarded secrets hold the bytes, also none", arguments: [0, 1, 32, 5000])
  func guarded(count: Int) {
    let source = repeated(0x5A, count)
    let guarded = GuardedSecret(secret(source))
    #expect(guarded.count == count)
    #expect(guarded.withBytes { [UInt8](copying: $0)[...] } == source)
  }
}

@Suite("Comparison in constant time")
struct EqualTests {
  @Test(arguments: [
    ("", "", true), ("00", "00", true), ("00", "01", false), ("00", "", false), ("0102", "0103", false),
  ])
  func equal(first: String, second: String, expected: Bool) {
    let (first, second) = (hex(first), hex(second))
    let equal = Sodium.equal(first.span, second.span)
    #expect(equal == expected)
  }
}
