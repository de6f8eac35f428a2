import SealedPayload
import Testing

@Suite("Preludes that are refused")
struct PreludeTests {
  @Test("36: every kind to every opener", arguments: MessageKind.allCases)
  func kinds(sealed: MessageKind) throws {
    let world = try World("kinds")
    let (message, right) = try world.message(sealed)
    let exchange = try right.exchange ?? world.exchange().client
    for taken in MessageKind.allCases where taken != sealed && !(taken.isReply && sealed.isReply) {
      expectRefused(message, by: world.opener(taken, exchange), at: .prelude, note: "\(taken)")
    }
  }

  @Test("36: the kind's byte with every other value", arguments: MessageKind.allCases)
  func kindBytes(sealed: MessageKind) throws {
    var (message, opener) = try World("kind bytes").message(sealed)
    for byte in UInt8.min ... .max where byte != sealed.rawValue {
      message[4] = byte
      // 3 and 4 are both replies, but the kind is in the key.
      let isOtherReply = sealed.isReply && (byte == 3 || byte == 4)
      expectRefused(message, by: opener, at: isOtherReply ? .commitment : .prelude, [.oneCore, .pieces(9)])
    }
  }

  @Test("20, 36: every HPKE mode but base, with a warm session", arguments: [MessageKind.payload, .request])
  func modes(kind: MessageKind) throws {
    let (letter, opener) = try World("modes").letter(kind)
    var message = try letter.sealed([1, 2, 3])
    try #require(expectOpens(message, by: opener) != nil)
    for mode in UInt8(1)...255 {
      message[5] = mode
      expectRefused(message, by: opener, at: .prelude, [.oneCore, .pieces(9)])
    }
  }

  @Test("36: every suite number that isn't the format's", arguments: [6, 8, 10])
  func suites(offset: Int) throws {
    var generator = Seed.generator("suites")
    let (message, opener) = try World("suites").message(.request)
    for _ in 0..<300 {
      var changed = message
      changed[offset] = UInt8(generator.below(256))
      changed[offset + 1] = UInt8(generator.below(256))
      let pair = [changed[offset], changed[offset + 1]]
      let known: [[UInt8]] = [[0, 0x20], [0x64, 0x7A], [0, 1], [0, 2], [0, 3]]
      guard !known.contains(pair) else { continue }
      expectRefused(changed, by: opener, at: .prelude, [.oneCore, .pieces(9)])
    }
  }

  @Test("44: timestamps at the limits", arguments: [MessageKind.payload, .request])
  func timestamps(kind: MessageKind) throws {
    let world = try World("timestamps")
    for time in [0, 1, 253_402_300_799] as [UInt64] {
      let opened = try #require(expectOpens(try handmade(world, kind, time), by: world.opener(kind)))
      #expect(opened.timestamp == time)
    }
    for time in [253_402_300_800, 1 << 53, 1 << 63, .max] as [UInt64] {
      expectRefused(try handmade(world, kind, time), by: world.opener(kind), at: .prelude)
    }
  }

  private func handmade(_ world: World, _ kind: MessageKind, _ time: UInt64) throws -> [UInt8] {
    var message = try Handmade(kind, in: try world.session(kind), timestamp: time)
    message.head(kind == .payload ? RawHead(payload: []).bytes : RawHead().bytes)
    message.end()
    return message.bytes
  }

  @Test("47: what this machine or build lacks is refused by name when a session starts, and by the prelude")
  func unavailable() throws {
    let world = try World("unavailable")
    var (message, opener) = try world.message(.request)
    if !KeyExchange.xWing.isAvailable {
      #expect(throws: KeyError.unavailable("X-Wing")) { try RecipientPrivateKey(generating: .xWing).publicKey }
      #expect(throws: KeyError.unavailable("X-Wing")) {
        try RecipientPublicKey(.xWing, bytes: [UInt8](repeating: 1, count: 1_216))
      }
      message.replaceSubrange(6..<8, with: [0x64, 0x7A])
      expectRefused(message + [UInt8](repeating: 0, count: 1_088), by: opener, at: .prelude)
    }
    if !Cipher.aes256GCM.isAvailable {
      #expect(throws: SealError.unavailable("AES-256-GCM")) { try world.session(.request, .aes256GCM) }
      message.replaceSubrange(6..<12, with: [0, 0x20, 0, 1, 0, 2])
      expectRefused(message, by: opener, at: .prelude)
    }
    #expect(Cipher.chaCha20Poly1305.isAvailable && KeyExchange.x25519.isAvailable)
  }
}
