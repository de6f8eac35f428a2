import SealedPayload
import Testing

@Suite("Issuers")
struct IssuerTests {
  @Test(
    "Origins",
    arguments: [
      "https://a", "https://api.example.com", "https://api.example.com:8443", "http://localhost",
      "http://localhost:8080",
      "https://[::1]", "https://[::1]:8443", "https://1.2.3.4", "https://a:80", "http://a:443",
      "https://xn--bcher-kva.example",
    ])
  func origins(text: String) throws {
    let issuer = try Issuer(origin: text)
    #expect(issuer.isOrigin && issuer.text == text && issuer.description == text)
    #expect(try Issuer(text) == issuer)
    #expect(throws: KeyError.malformedIssuer) { try Issuer(name: text) }
  }

  @Test(
    "What is no origin",
    arguments: [
      "", "https://", "https:///", "https://a/", "https://a/b", "https://A", "HTTPS://a", "Https://a", "https://a:443",
      "http://a:80", "https://a:0", "https://a:", "https://a:65536", "https://a:08443", "https://u@a", "https://a?b",
      "https://a#b", "https:/a", "https:a", "//a", "a", "ftp://a", "wss://a", "https://a b", " https://a", "https://a ",
      "https://a\n", "https://\u{E9}", "https://a%2e", "https://[::A]", "https://[::1]:443", "https://https://a",
      "https://a\0", "https://\u{301}a", "null",
    ])
  func refusedOrigins(text: String) {
    #expect(throws: KeyError.malformedIssuer) { try Issuer(origin: text) }
  }

  @Test("An origin has at most 255 bytes")
  func originLength() throws {
    let host = String(repeating: "a", count: 247)
    #expect(try Issuer(origin: "https://" + host).text.utf8.count == 255)
    #expect(throws: KeyError.malformedIssuer) { try Issuer(origin: "https://a" + host) }
  }

  @Test(
    "Names", arguments: ["", "a", "Backup of the shop", "k\u{F6}nigin", "\u{1F511}", "a:b", "a:/b", "//a", "a/", "~"])
  func names(text: String) throws {
    let issuer = try Issuer(name: text)
    #expect(!issuer.isOrigin && issuer.text == text)
    #expect(try Issuer(text) == issuer)
  }

  @Test(
    "What is no name: control characters, or anything that looks like an origin",
    arguments: [
      "a\n", "\0", "a\tb", "\u{1F}", "\u{7F}", "a\r\n", "://", "x://y", "a://", "ftp://a",
      // What follows belongs to the last slash for a reader of characters, but not for a reader of bytes.
      "https://\u{301}a", "x:/\u{2F}\u{FE0F}", "https://\u{200D}a", "x://\u{20DD}",
    ])
  func refusedNames(text: String) {
    #expect(throws: KeyError.malformedIssuer) { try Issuer(name: text) }
    #expect(throws: KeyError.malformedIssuer) { try Issuer(text) }
  }

  @Test("A name has at most 255 bytes, not characters")
  func nameLength() throws {
    #expect(try Issuer(name: String(repeating: "a", count: 255)).text.count == 255)
    #expect(throws: KeyError.malformedIssuer) { try Issuer(name: String(repeating: "a", count: 256)) }
    #expect(throws: KeyError.malformedIssuer) { try Issuer(name: String(repeating: "\u{E9}", count: 128)) }
  }
}
