import SealedCrypto
import SealedPayload
import Testing

@Suite("JSONWriter")
struct JSONWriterTests {
  private func text(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.object(body)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test("Members come in order, one a line, and lists of strings on one")
  func layout() {
    let bytes: ArraySlice<UInt8> = [0xFB, 0xFF]
    let written = text { writer in
      writer.string("kty", "OKP")
      writer.integer("n", -7)
      writer.bool("yes", true)
      writer.null("none")
      writer.base64URL("x", bytes.span)
      writer.object("empty") { _ in }
      writer.array("list") { list in
        list.element("a")
        list.elementObject { $0.bool("no", false) }
        list.elementStrings(["b", "c"])
        list.elementStrings([])
      }
    }
    let expected = """
      {
        "kty": "OKP",
        "n": -7,
        "yes": true,
        "none": null,
        "x": "-_8",
        "empty": {},
        "list": [
          "a",
          {
            "no": false
          },
          ["b", "c"],
          []
        ]
      }
      """
    #expect(written == expected)
  }

  @Test(
    "What is written is read back",
    arguments: [
      "", "text", "\"\\/", "\u{00}\u{01}\u{08}\n\r\t\u{1F}", "\u{7F}\u{80}\u{9F}\u{A0}", "é€😀\u{10FFFF}",
      "\u{2028}\u{2029}",
      "e\u{301}", "\u{FEFF}\u{FFFF}",
    ])
  func roundTrip(value: String) throws {
    let document = try parse(text { $0.string(value, value) })
    guard case .object(let members) = document.root, let member = members.first else {
      Issue.record("not an object with a member")
      return
    }
    #expect(Array(member.name.utf8) == Array(value.utf8))
    #expect(document.string(member.value).map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test("Control characters and line separators are escaped")
  func escapes() {
    let written = text { $0.string("s", "\u{00}\u{1F}\u{7F}\u{9F}\u{2028}\u{2029}\"\\") }
    #expect(written == "{\n  \"s\": \"\\u0000\\u001f\\u007f\\u009f\\u2028\\u2029\\\"\\\\\"\n}")
  }

  @Test("Integers at the limits are read back", arguments: [Int64.min, -1, 0, Int64.max])
  func integers(value: Int64) throws {
    let document = try parse(text { $0.integer("n", value) })
    #expect(document.integer(document.member("n")) == value)
  }

  @Test("Secrets of every length are read back", arguments: 0..<34)
  func secrets(count: Int) throws {
    let bytes = Random.bytes(count)[...]
    let document = try parse(text { $0.base64URL("k", bytes.span) })
    #expect(document.base64URL(document.member("k"))?[...] == bytes)
  }

  @Test("The text is what was written, and a line end")
  func wholeText() {
    var writer = JSONWriter()
    writer.object { $0.string("a", "b") }
    let bytes = writer.bytes
    #expect(writer.text() == bytes + [0x0A])
  }

  @Test("The text is moved out: no copy of a secret stays behind")
  func moved() {
    var writer = JSONWriter()
    writer.object { $0.string("a", "b") }
    let written = unsafe writer.bytes.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    let text = writer.text()
    let handedOver = unsafe text.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    #expect(handedOver == written)
  }
}
