import SealedPayload
import Testing

@Suite("Changed bytes")
struct FlippedByteTests {
  @Test("35: any byte of a whole message changed", arguments: MessageKind.allCases, [false, true])
  func flipped(kind: MessageKind, signed: Bool) throws {
    let (message, opener) = try World("flipped \(kind)").message(kind, signed: signed)
    try #require(expectOpens(message, by: opener) != nil)
    for index in message.indices {
      for mask in [0x01, 0x80, 0xFF] as [UInt8] {
        var changed = message
        changed[index] ^= mask
        check(changed, opener, isKeyIdentifier: !kind.isReply && (12..<20).contains(index), "byte \(index)")
      }
    }
  }

  private func check(_ message: [UInt8], _ opener: AnyOpener, isKeyIdentifier: Bool, _ comment: Comment) {
    for way in [AnyOpener.Way.oneCore, .pieces(40)] {
      let refusal = opener.refusal(message, way)
      #expect(refusal?.error.refusal == (isKeyIdentifier ? .unknownKey : .rejected), comment)
      #expect(refusal?.released == [], comment)
    }
  }

  @Test("35: a byte of a record changed in a body of many records, on all cores", arguments: 0..<25)
  func manyRecords(record: Int) throws {
    let (letter, opener) = try World("many records").letter(.request)
    var message = try letter.sealed([UInt8](repeating: 5, count: 24 * 65_535 + 100))
    let offset = 76 + 32 + 148 + record * 65_556 + 20
    message[offset] ^= 4
    expectRefused(message, by: opener, at: .aead, [.allCores, .oneCore, .pieces(65_552)])
    let released = opener.refusal(message, .pieces(65_552))?.released.count
    #expect(released == record * 65_535)
  }
}
