import SealedCrypto
import SealedPayload
import Testing

@Suite("Serialisation of heads")
struct HeadCodingTests {
  @Test("45: integers that are not in shortest form, wherever", arguments: [2, 4, 8])
  func longIntegers(size: Int) throws {
    for (kind, head) in [(MessageKind.request, RawHead([("a", "b")])), (.response, RawHead(status: 200, [("a", "b")]))]
    {
      let bytes = head.bytes
      try #require(parsed(bytes, kind) != nil)
      for index in bytes.indices {
        // Where an integer of one byte stands, a longer form means the same; elsewhere it is some other damage.
        guard bytes[index] < 64 else { continue }
        let longer = bytes[..<index] + RawHead.varint(Int(bytes[index]), size: size) + bytes[(index + 1)...]
        #expect(parsed(Array(longer), kind) == nil, "byte \(index)")
      }
    }
  }

  @Test(
    "45: every integer replaced by the largest ones",
    arguments: [(1 << 62) - 1, (1 << 62) - 2, 1 << 61, 1 << 32, 1 << 31])
  func hugeIntegers(value: Int) throws {
    for (kind, head) in [(MessageKind.request, RawHead([("a", "b")])), (.response, RawHead(status: 200, [("a", "b")]))]
    {
      let bytes = head.bytes
      for index in bytes.indices {
        let changed = bytes[..<index] + RawHead.varint(value) + bytes[(index + 1)...]
        #expect(parsed(Array(changed), kind) == nil, "byte \(index)")
      }
    }
  }

  @Test("45: framing indicators but 0 in requests and 1 in responses", arguments: 0..<64)
  func indicators(value: Int) {
    var (request, response, payload) = (RawHead(), RawHead(status: 200), RawHead(payload: []))
    request.indicator = [UInt8(value)]
    response.indicator = [UInt8(value)]
    payload.indicator = [UInt8(value)]
    #expect((parsed(request.bytes, .request) != nil) == (value == 0))
    #expect((parsed(payload.bytes, .payload) != nil) == (value == 0))
    #expect((parsed(response.bytes, .response) != nil) == (value == 1))
    #expect((parsed(response.bytes, .verdict) != nil) == (value == 1))
  }

  @Test("45: a head ends with 00 00 and nothing else")
  func endings() {
    for end in [[], [0], [0, 0, 0], [1, 0], [0, 1, 0], [1, 0x61, 0], [0, 3, 1, 0x61, 0], [0x40, 0, 0]] as [[UInt8]] {
      var head = RawHead([("a", "b")])
      head.end = end
      #expect(parsed(head.bytes, .request) == nil)
    }
  }

  @Test("A payload's head has no control data", arguments: 0..<4)
  func payloadControl(index: Int) {
    var head = RawHead(payload: [("a", "b")])
    head.control = [0, 0, 0, 0]
    head.control.replaceSubrange(index...index, with: [1, 0x2F])
    #expect(parsed(head.bytes, .payload) == nil)
    #expect(parsed(RawHead().bytes, .payload) == nil)
    #expect(parsed(RawHead(payload: []).bytes, .request) == nil)
  }

  @Test("What was encoded is read back, and what reads back encodes to the same", arguments: 0..<200)
  func roundTrip(number: Int) throws {
    var generator = Seed.generator("heads \(number)")
    let fields = (0..<generator.below(20)).map { _ in
      let name = String(decoding: generator.bytes(1 + generator.below(80)).map { 0x61 + $0 % 26 }, as: UTF8.self)
      return HeaderField("x" + name, rawValue: generator.bytes(generator.below(300)).map { 0x21 + $0 % 0x5E })
    }
    let heads: [(Head, MessageKind)] = [
      (.payload(fields), .payload),
      (.response(ResponseHead(status: 200 + generator.below(400), fields: fields)), .verdict),
      (.request(RequestHead(method: "PUT", authority: "a:1", path: "/a?b", fields: fields)), .request),
    ]
    for (head, kind) in heads {
      let bytes = try head.encoded(HeadRules())
      #expect(parsed(bytes, kind) == head)
    }
  }

  private func parsed(_ bytes: [UInt8], _ kind: MessageKind) -> Head? {
    try? bytes.withSpan { (span) throws(HeadProblem) in try Head(span, kind: kind, HeadRules()) }
  }
}
