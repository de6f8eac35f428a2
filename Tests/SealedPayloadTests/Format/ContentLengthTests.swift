import SealedPayload
import Testing

@Suite("content-length")
struct ContentLengthTests {
  @Test("Nineteen digits are a number, also beyond 63 bits", arguments: ["9223372036854775808", "9999999999999999999"])
  func largest(_ digits: String) throws {
    let head = Head.response(ResponseHead(status: 304, fields: [HeaderField("content-length", digits)]))
    let encoded = try head.encoded(HeadRules())[...]
    let read = try Head(encoded.span, kind: .response, HeadRules())
    #expect(read == head)
    let length = ContentLength(of: read, requestMethod: "GET")
    #expect(length.matches(0) && !length.matches(1) && !length.matches(Int.max))
  }
}
