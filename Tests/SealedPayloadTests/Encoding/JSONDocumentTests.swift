import SealedCrypto
import SealedPayload
import Testing

func parse(_ text: String) throws(JSONDocument.Failure) -> JSONDocument { try parse(Array(text.utf8)) }

func parse(_ bytes: [UInt8]) throws(JSONDocument.Failure) -> JSONDocument {
  try bytes.withSpan { bytes throws(JSONDocument.Failure) in try JSONDocument(bytes) }
}

/// What `text` is refused with, or nil where it is read.
func refusal(_ text: String) -> JSONDocument.Failure? { refusal(Array(text.utf8)) }

func refusal(_ bytes: [UInt8]) -> JSONDocument.Failure? {
  do {
    _ = try parse(bytes)
    return nil
  } catch {
    return error
  }
}

@Suite("JSONDocument: values")
struct JSONDocumentTests {
  @Test("Members are found by name, and only with their type")
  func members() throws {
    let document = try parse(" {\"a\": \"text\", \"b\": 7, \"c\": {\"d\": [true, false, null]}, \"\": {}} \r\n\t")
    #expect(document.string(document.member("a")) == "text")
    #expect(document.integer(document.member("b")) == 7)
    #expect(document.string(document.member("b")) == nil && document.integer(document.member("a")) == nil)
    #expect(document.member("d") == nil && document.member("") != nil)
    let inner = try #require(document.member("c").flatMap { JSONDocument.member("d", of: $0) })
    guard case .array(let elements) = inner, case .bool(true) = elements[0].value,
      case .bool(false) = elements[1].value, case .null = elements[2].value
    else {
      Issue.record("not the array that was written")
      return
    }
    #expect(JSONDocument.member("x", of: inner) == nil)
  }

  @Test(arguments: [
    (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"), (#""A\u00e9\u20AC""#, "Aé€"), (#""é€😀""#, "é€😀"),
    (#""\uD83D\uDE00.""#, "😀."), (#""\u0000""#, "\0"), (#""\uFFFF\u007f""#, "\u{FFFF}\u{7F}"), ("\"\u{7F}\"", "\u{7F}"),
    (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
  ])
  func strings(text: String, value: String) throws {
    let document = try parse(text)
    let string = document.string(document.root)
    #expect(string.map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7), ("-1", -1), ("9223372036854775807", Int64.max),
      ("-9223372036854775808", Int64.min),
    ] as [(String, Int64)])
  func integers(text: String, value: Int64) throws {
    let document = try parse(text)
    #expect(document.integer(document.root) == value)
  }

  @Test(
    "Other numbers are read, but are no integers",
    arguments: [
      "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1.0", "0.5", "1e3", "1E+3", "-1.25e-3",
      "0e0",
    ])
  func numbers(text: String) throws {
    let document = try parse(text)
    guard case .number = document.root else {
      Issue.record("not a number")
      return
    }
    #expect(document.integer(document.root) == nil)
  }

  @Test("Base64url and hex in strings")
  func encodings() throws {
    let document = try parse(#"{"b": "-_8", "h": "00fF", "e": "\u002d_8", "bad": "+/8="}"#)
    #expect(document.base64URL(document.member("b")) == [0xFB, 0xFF])
    #expect(document.base64URL(document.member("e")) == [0xFB, 0xFF])
    #expect(document.base64URL(document.member("bad")) == nil && document.base64URL(nil) == nil)
    #expect(document.hex(document.member("h")) == [0, 0xFF] && document.hex(document.member("b")) == nil)
    guard let secret = document.secret(document.member("b")) else {
      Issue.record("no secret")
      return
    }
    let bytes = secret.withBytes { [UInt8](copying: $0) }
    #expect(bytes == [0xFB, 0xFF])
  }

  @Test("Values may lie 16 deep, and no deeper")
  func depth() {
    func nested(_ count: Int) -> String { String(repeating: "[", count: count) + String(repeating: "]", count: count) }
    #expect(refusal(nested(JSONDocument.maximumDepth)) == nil)
    func holding(_ count: Int) -> String {
      String(repeating: "[", count: count) + "1" + String(repeating: "]", count: count)
    }
    #expect(refusal(holding(JSONDocument.maximumDepth)) == nil)
    #expect(refusal(holding(JSONDocument.maximumDepth + 1)) == .tooDeep(offset: 16))
    #expect(refusal(nested(JSONDocument.maximumDepth + 1)) == .tooDeep(offset: 16))
    #expect(refusal(String(repeating: "[", count: 100_000)) == .tooDeep(offset: 16))
    #expect(refusal(String(repeating: "{\"a\":", count: 100_000)) == .tooDeep(offset: 80))
  }

  @Test("Members and elements know where they begin, whatever was unescaped before them")
  func offsets() throws {
    let document = try parse("{\"a\\u0062\": [1,\n {}],\n  \"c\": \"\\n\" }")
    guard case .object(let members) = document.root, case .array(let elements) = members[0].value else {
      Issue.record("not the object that was written")
      return
    }
    #expect(members.map(\.offset) == [1, 24] && elements.map(\.offset) == [13, 17])
  }
}
