import SealedCrypto
import SealedPayload
import Testing

@Suite("Concurrency")
struct ConcurrencyTests {
  private func seal(_ number: Int, _ session: SealingSession, _ signer: SigningKey?) throws -> SealedRequest {
    let head = RequestHead(method: "POST", authority: "api.example.com", path: "/\(number)")
    let options = SealingOptions(signer: signer)
    return try RequestSealer(head, in: session, timestamp: World.now, options: options).seal(Array("\(number)".utf8))
  }

  @Test("One session and one key, from many tasks at once: 1,000 messages and their answers")
  func session() async throws {
    let world = try World("concurrent session")
    let session = try world.session()
    let identifiers = try await withThrowingTaskGroup(of: MessageIdentifier.self) { group in
      for number in 0..<1_000 {
        group.addTask { try self.exchange(number, session, world) }
      }
      return try await group.reduce(into: Set<MessageIdentifier>()) { $0.insert($1) }
    }
    #expect(identifiers.count == 1_000)
  }

  /// A request and its answer.
  private func exchange(_ number: Int, _ session: SealingSession, _ world: World) throws -> MessageIdentifier {
    let sealed = try seal(number, session, number % 3 == 0 ? world.signer : nil)
    let (opened, body) = try RequestOpener(world.ring).open(sealed.bytes)
    #expect(opened.head.path == "/\(number)" && body == Array("\(number)".utf8))
    let answer = try ResponseSealer(ResponseHead(status: 200), to: opened.exchange).seal(body)
    let response = try world.opener(.response, sealed.exchange).open(answer, .pieces(50))
    #expect(response.bodyHash == SHA512.hash(body))
    return opened.message.identifier
  }

  @Test("Many sessions through a cache of two: all open, whole and streamed")
  func eviction() async throws {
    let key = RecipientKey(try RecipientPrivateKey(), issuer: try Issuer(name: "n"), sessions: 2)
    let ring = try KeyRing([key])
    let sessions = try (0..<7).map { _ in try SealingSession(to: key.recipient) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<400 {
        group.addTask {
          let message = try PayloadSealer(in: sessions[number * 5 % 7], timestamp: 1).seal([UInt8(number & 255)])
          let opener = AnyOpener(
            ring: ring, kind: .payload, exchange: nil, signers: .listed([]), limits: OpeningLimits())
          let opened = try opener.open(message, number % 2 == 0 ? .oneCore : .pieces(37))
          #expect(opened.bodyCount == 1)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("Large bodies on all cores, from several tasks at once")
  func largeBodies() async throws {
    let world = try World("concurrent bodies")
    let (letter, opener) = try world.letter(.request, signed: true)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          var letter = letter
          letter.nonce[0] = UInt8(number)
          var body = [UInt8](repeating: UInt8(number), count: 1_200_000 + number)
          let hash = SHA512.hash(body)
          var message: [UInt8] = []
          try letter.seal(&body, number % 2 == 0 ? .lending : .span, into: &message)
          let opened = try opener.open(message, .allCores)
          #expect(opened.bodyHash == hash && SHA512.hash(body) == hash)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("32: a key comes and goes while messages are opened: each opens, or its key is unknown")
  func rotation() async throws {
    let world = try World("concurrent rotation")
    let session = try world.session()
    let identifier = world.apiKey.recipient.publicKey.identifier
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          let message = try self.seal(number, session, nil).bytes
          let refusal = world.opener(.request).refusal(message, number % 2 == 0 ? .oneCore : .pieces(60))
          #expect(refusal == nil || refusal?.error.refusal == .unknownKey)
        }
        if number % 20 == 0 {
          group.addTask {
            if world.ring.remove(identifier) { try? world.ring.add(world.apiKey) }
          }
        }
      }
      try await group.waitForAll()
    }
    let last = try seal(0, session, nil).bytes
    #expect(world.opener(.request).refusal(last, .oneCore) == nil)
  }
}
