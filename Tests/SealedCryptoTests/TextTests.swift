import SealedCrypto
import Testing

@Suite("Base64: RFC 4648 section 10, and nothing but canonical forms")
struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func padded(plain: String, encoded: String) {
    let (plain, encoded) = (ascii(plain), ascii(encoded))
    #expect(Text.base64(plain.span, .padded)[...] == encoded)
    #expect(Text.decodeBase64(encoded.span, .padded)?[...] == plain)
    let bare = encoded.filter { $0 != UInt8(ascii: "=") }[...]
    #expect(Text.base64(plain.span, .url)[...] == bare)
    #expect(Text.decodeBase64(bare.span, .url)?[...] == plain)
  }

  @Test("The last two characters tell the alphabets apart")
  func alphabets() {
    let bytes = hex("fbff")
    let (padded, url) = (ascii("+/8="), ascii("-_8"))
    #expect(Text.base64(bytes.span, .padded)[...] == padded)
    #expect(Text.base64(bytes.span, .url)[...] == url)
    #expect(Text.decodeBase64(url.span, .padded) == nil)
    #expect(Text.decodeBase64(padded.span, .url) == nil)
  }

  @Test(
    "Refused with padding: none, too much or too little, stray bits, space, other characters",
    arguments: [
      "Zg", "Zg=", "Zg===", "Zm9v=", "Zm9v====", "=", "Zh==", "Zm9=", "Z", "Z===", " Zg==", "Zg==\n", "Zm9v Yg==",
      "Zm\n9v", "Zm9v\0", "Zm!v", "Zg==Zg==", "Zm_v",
    ])
  func refusedPadded(encoded: String) {
    let encoded = ascii(encoded)
    #expect(Text.decodeBase64(encoded.span, .padded) == nil)
  }

  @Test(
    "Refused without padding: padding, stray bits, one character too many, space, other characters",
    arguments: ["Zg==", "Zm8=", "Zh", "Zm9", "Z", "Zm9vY", "Zg ", " Zg", "Zm9v\n", "Zg\0", "Zm+v", "Zm/v", "Zmäv"])
  func refusedURL(encoded: String) {
    let encoded = ascii(encoded)
    #expect(Text.decodeBase64(encoded.span, .url) == nil)
  }

  @Test("Every byte at every place of a text: what decodes is what would have been written", arguments: 1...9)
  func everyByte(count: Int) {
    let bytes = Random.bytes(count)[...]
    for form in [Text.Base64.padded, .url] {
      let text = Text.base64(bytes.span, form)
      for index in text.indices {
        for byte in UInt8.min ... .max {
          var changed = text[...]
          changed[index] = byte
          guard let decoded = Text.decodeBase64(changed.span, form)?[...] else { continue }
          #expect(Text.base64(decoded.span, form)[...] == changed, "\(byte) at \(index)")
        }
      }
    }
  }

  @Test("Every length survives", arguments: 0..<70)
  func roundTrip(count: Int) {
    let bytes = Random.bytes(count)[...]
    for form in [Text.Base64.padded, .url] {
      let text = Text.base64(bytes.span, form)[...]
      #expect(Text.decodeBase64(text.span, form)?[...] == bytes)
    }
  }
}

@Suite("Hex")
struct HexTests {
  @Test func values() {
    let bytes: ArraySlice<UInt8> = [0x00, 0x09, 0x0A, 0x7F, 0x80, 0xFF]
    #expect(Text.hex(bytes.span) == "00090a7f80ff")
    let upper = ascii("00090A7f80fF")
    #expect(Text.decodeHex(upper.span)?[...] == bytes)
    #expect(Text.decodeHex(Span()) == [])
  }

  @Test("Every byte at every place: what decodes is what was written, in either case")
  func everyByte() {
    for index in 0..<4 {
      for byte in UInt8.min ... .max {
        var text = ascii("1a2b")
        text[text.startIndex + index] = byte
        let digits = String(validating: text, as: UTF8.self)
        let isHex = digits?.allSatisfy { $0.isASCII && $0.isHexDigit } ?? false
        let decoded = Text.decodeHex(text.span)?.withSpan { Text.hex($0) }
        #expect(decoded == (isHex ? digits?.lowercased() : nil))
      }
    }
  }

  @Test(arguments: ["0", "000", "0g", "g0", "0x00", " 00", "00 ", "0 0", "00\n", "0\0", "ää", "00:00 ", "-1", "+1"])
  func refused(text: String) {
    let text = ascii(text)
    #expect(Text.decodeHex(text.span) == nil)
  }
}
