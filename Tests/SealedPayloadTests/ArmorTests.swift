import SealedCrypto
import Testing

@testable import SealedPayload

@Suite struct ArmorTests {
  private func encode(_ message: [UInt8], step: Int) -> [UInt8] {
    var (encoder, text) = (ArmorEncoder(), [UInt8]())
    for start in stride(from: 0, to: message.count, by: step) {
      Array(message[start..<min(start + step, message.count)]).withSpan { encoder.write($0, into: &text) }
    }
    encoder.finish(into: &text)
    return text
  }

  private func decode(_ text: [UInt8], step: Int = .max) throws(FormatError) -> [UInt8] {
    var (decoder, message) = (ArmorDecoder(), [UInt8]())
    var rest = text[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(step))
      rest = rest.dropFirst(step)
      try piece.withSpan { (piece) throws(FormatError) in try decoder.read(piece, into: &message) }
    }
    try decoder.finish()
    return message
  }

  @Test(arguments: [0, 1, 2, 47, 48, 49, 95, 96, 97, 1000], [1, 7, 48, 4096])
  func whatIsWrittenIsRead(_ count: Int, _ step: Int) throws {
    let message = (0..<count).map { UInt8($0 % 251) }
    let text = encode(message, step: step)
    #expect(text == encode(message, step: max(count, 1)))
    #expect(try decode(text, step: step) == message)
    #expect(Text(text).lines.allSatisfy { $0.utf8.count <= 64 })
    #expect(text.withSpan { Armor.isArmored($0) } == true)
  }

  private struct Text {
    let lines: [Substring]
    init(_ bytes: [UInt8]) { lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n") }
  }

  private static let begin = "-----BEGIN SEALED PAYLOAD-----"
  private static let end = "-----END SEALED PAYLOAD-----"
  private static let full = String(repeating: "A", count: 64)

  @Test(arguments: [
    " \r\n\t\(begin)\r\nU1BM\r\n\(end) \n\n", "\(begin)\nU1BM\n\(end)", "\(begin)\n\(full)\n\(end)\n",
    "\(begin)\n\(end)",
  ])
  func otherLineEndsAndSpaceAroundAreRead(_ text: String) throws {
    _ = try decode(Array(text.utf8))
    _ = try decode(Array(text.utf8), step: 1)
  }

  @Test(arguments: [
    "", " ", begin, "\(begin)\nU1BM\n", "\(begin) \nU1BM\n\(end)", "\(begin)\n\nU1BM\n\(end)",
    "\(begin)\nU1BM\n\n\(end)",
    "\(begin)\nU1BM\nU1BM\n\(end)", "\(begin)\nU1B\n\(end)", "\(begin)\nU1BN=\n\(end)", "\(begin)\nUx==\n\(end)",
    "\(begin)\n U1BM\n\(end)", "\(begin)\nU1BM\n\(end)\(end)", "\(begin)\nU1BM\n\(end)x", "x\(begin)\nU1BM\n\(end)",
    "\(begin)\nU1BM\(end)", "\(begin)\n\(full)A\n\(end)", "\(begin)\nVersion: 1\n\nU1BM\n\(end)",
    "\(begin)\nU1B_\n\(end)", "\(begin)U1BM\n\(end)", "\(begin)\n\(full.dropLast(4))AA==\nU1BM\n\(end)",
    "-----BEGIN sealed payload-----\nU1BM\n\(end)",
  ])
  func anythingElseIsRefused(_ text: String) {
    #expect(throws: FormatError.armor) { try decode(Array(text.utf8)) }
    #expect(throws: FormatError.armor) { try decode(Array(text.utf8), step: 1) }
  }

  @Test func binaryIsNotArmor() {
    #expect(Array("SPL".utf8).withSpan { Armor.isArmored($0) } == false)
    #expect(Array(" \n".utf8).withSpan { Armor.isArmored($0) } == nil)
  }
}
