import SealedPayload
import Testing

@Suite("Issuer")
struct IssuerTests {
  @Test("A name with :// in its bytes is none, also where a combining mark hides it")
  func hiddenOrigin() {
    for text in ["https://\u{301}x", "a://b", "://"] {
      #expect(throws: KeyError.malformedIssuer) { try Issuer(name: text) }
      #expect(throws: KeyError.malformedIssuer) { try Issuer(text) }
    }
  }

  @Test("Issuers are equal byte for byte, as their keys are")
  func equality() throws {
    let (composed, decomposed) = (try Issuer(name: "\u{E9}"), try Issuer(name: "e\u{301}"))
    #expect(composed != decomposed && composed.info != decomposed.info)
    #expect(Set([composed, decomposed, composed]).count == 2)
  }
}
