import SealedPayload
import Testing

@Suite("Public keys in one line")
struct PublicKeyTextTests {
  @Test("What is written is read back", arguments: 0..<20)
  func roundTrip(number: Int) throws {
    var generator = Seed.generator("public keys \(number)")
    let world = try World(&generator)
    let recipient = world.apiKey.recipient.publicKey
    #expect(try RecipientPublicKey(recipient.description) == recipient)
    #expect(recipient.description == "x25519:" + base64URL(recipient.bytes))
    #expect(try VerifyingKey(world.signer.publicKey.description) == world.signer.publicKey)
    #expect(world.signer.publicKey.description == "ed25519:" + base64URL(world.signer.publicKey.bytes))
    #expect(recipient.identifier.bytes.count == 8)
  }

  @Test("Anything but the prefix and 43 canonical characters is refused")
  func refused() throws {
    var generator = Seed.generator("refused lines")
    let world = try World(&generator)
    for good in [world.apiKey.recipient.publicKey.description, world.signer.publicKey.description] {
      for bad in damaged(good) {
        #expect(throws: KeyError.malformedPublicKey, "\(bad)") { try RecipientPublicKey(bad) }
        #expect(throws: KeyError.malformedPublicKey, "\(bad)") { try VerifyingKey(bad) }
      }
    }
  }

  private func damaged(_ line: String) -> [String] {
    let (name, text) = (line.prefix { $0 != ":" }, line.drop { $0 != ":" }.dropFirst())
    // The last character holds four bits of the key: its two lowest bits are zero.
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let last = text.last.flatMap { alphabet.firstIndex(of: $0) } ?? 0
    let lastChanged = (1...3).map { "\(name):\(text.dropLast())\(alphabet[last | $0])" }
    return lastChanged + [
      "", ":", "\(name)", "\(name):", "\(name.uppercased()):\(text)", "\(name)\(text)", "\(name)::\(text)", " \(line)",
      "\(line) ", "\(line)\n", "\(line)=", "\(line)A", "\(name):\(text.dropLast())", "\(name):\(text.dropLast())+",
      "\(name):\(text.dropLast(2))/\(text.suffix(1))", "\(name): \(text)", "\(name):\(text.dropLast())\u{E9}",
      "\(name):\u{E9}\(text.dropFirst(2))",
      "x448:\(text)",
      "\(name):\(text)\0", "\(name):\(text.prefix(20)) \(text.dropFirst(20))", "\(name):\(text)\u{301}",
      "\(name)\u{301}:\(text)",
      "\(name):\u{301}\(text)",
    ]
  }

  @Test("A key of one kind is none of the other")
  func kinds() throws {
    let world = try World("key kinds")
    #expect(throws: KeyError.malformedPublicKey) { try RecipientPublicKey(world.signer.publicKey.description) }
    #expect(throws: KeyError.malformedPublicKey) { try VerifyingKey(world.apiKey.recipient.publicKey.description) }
    #expect(throws: KeyError.malformedPublicKey) { try VerifyingKey(bytes: [1, 2, 3]) }
  }
}
