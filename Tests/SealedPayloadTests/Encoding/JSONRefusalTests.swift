import SealedPayload
import Testing

@Suite("JSONDocument: refusals")
struct JSONRefusalTests {
  @Test(
    "Doubled members, however they are written",
    arguments: [
      (#"{"a":1,"a":1}"#, 7), (#"{"a":1,"b":{},"\u0061":2}"#, 14), (#"{"x":{"":1,"":2}}"#, 11),
      (#"[{"a":1},{"b":1,"b":1}]"#, 16),
    ])
  func duplicates(text: String, offset: Int) {
    #expect(refusal(text) == .duplicateMember(offset: offset))
  }

  @Test("Names are bytes: equivalent ones are two, and marks by the thousand cost no more than letters")
  func namesAreBytes() {
    #expect(refusal("{\"\u{E9}\":1,\"e\u{301}\":2}") == nil)
    let marks = String(repeating: "\u{301}\u{323}", count: 100_000)
    let time = ContinuousClock().measure { #expect(refusal("{\"a\(marks)\":1}") == nil) }
    #expect(time < .seconds(2))
  }

  @Test("The same name in different objects is no double")
  func sameNameElsewhere() {
    #expect(refusal(#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"#) == nil)
  }

  @Test(
    "Bad UTF-8, also where it isn't in a string",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xEF, 0xBF, 0x7F], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func badUTF8(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(refusal([quote] + bytes + [quote]) == .syntax(offset: 0))
    #expect(refusal([quote, quote] + bytes) == .syntax(offset: 0))
    #expect(refusal([quote] + bytes) == .syntax(offset: 0))
  }

  @Test(
    "The edges of well-formed UTF-8 are read",
    arguments: [
      "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
    ])
  func goodUTF8(character: String) throws {
    let document = try parse("\"\(character)\"")
    #expect(document.string(document.root) == character)
  }

  @Test(
    "Text after the value, with the place where it starts",
    arguments: [
      ("{} {}", 3), ("1 2", 2), ("[],", 2), ("null\0", 4), ("\"\"x", 2), ("truex", 4), ("1//", 1), ("0x1", 1),
    ])
  func trailing(text: String, offset: Int) {
    #expect(refusal(text) == .syntax(offset: offset))
  }

  @Test(
    "Lone surrogates",
    arguments: [
      #""\uD800""#, #""\uDC00""#, #""\uDFFF\uD800""#, #""\uD800x""#, #""\uD800\n""#, #""\uD800\uD800""#,
      #""\uD800\u0041""#, #""\uDBFF\uE000""#, #""\uD800\"#,
    ])
  func loneSurrogates(text: String) {
    #expect(isSyntax(refusal(text)))
  }

  @Test(
    "Numbers that JSON doesn't have",
    arguments: [
      "00", "01", "-01", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "1e-", "--1", "0x10", "1_000", "NaN", "Infinity",
      "-Infinity", "00.5", "١",
    ])
  func numbers(text: String) {
    #expect(isSyntax(refusal(text)))
    #expect(isSyntax(refusal("[\(text)]")))
  }

  @Test("Control characters in strings", arguments: Array(UInt8(0)..<0x20))
  func controls(byte: UInt8) {
    #expect(refusal([0x22, 0x61, byte, 0x22]) == .syntax(offset: 2))
  }

  @Test(
    "Anything else that isn't JSON",
    arguments: [
      "", " ", "{", "[", "\"", "\"\\", "\"\\\"", "\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
      "{,}", "{a:1}",
      "{'a':1}", "{1:2}", "{\"a\" 1}", "{\"a\"::1}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1;2]", "]", "}", "[}",
      "tru", "True",
      "nul", "'a'", #""\x""#, #""\u12""#, #""\u12G4""#, #""\U0041""#, "\u{FEFF}{}", "\u{A0}1", "\u{0B}1", "// c\n1",
      "/**/1",
    ])
  func others(text: String) {
    #expect(isSyntax(refusal(text)))
  }

  private func isSyntax(_ failure: JSONDocument.Failure?) -> Bool {
    guard case .syntax = failure else { return false }
    return true
  }
}
