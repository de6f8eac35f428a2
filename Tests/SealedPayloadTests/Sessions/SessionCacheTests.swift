import Testing

@testable import SealedPayload

@Suite("Session cache")
struct SessionCacheTests {
  private func key(_ capacity: Int) throws -> (RecipientKey, AnyOpener) {
    let key = RecipientKey(try RecipientPrivateKey(), issuer: try Issuer(name: "n"), sessions: capacity)
    let opener = AnyOpener(
      ring: try KeyRing([key]), kind: .payload, exchange: nil, signers: .listed([]), limits: OpeningLimits())
    return (key, opener)
  }

  private func message(_ session: SealingSession) throws -> [UInt8] {
    try PayloadSealer(in: session, timestamp: 1).seal([1])
  }

  @Test("Two sessions: the one not used for longest gives way, and opens anew")
  func eviction() throws {
    let (key, opener) = try key(2)
    let sessions = try (0..<3).map { _ in try SealingSession(to: key.recipient) }
    let prefixes = try sessions.map { Array(try message($0)[..<52]) }
    for (used, kept) in [
      (0, [0]), (1, [0, 1]), (0, [0, 1]), (2, [0, 2]), (1, [1, 2]), (1, [1, 2]), (2, [1, 2]), (0, [0, 2]),
    ] {
      expectOpens(try message(sessions[used]), by: opener, [.oneCore])
      #expect(key.sessions.count == kept.count)
      // Looking is using: so look in the order of last use.
      for index in sessions.indices where !kept.contains(index) { #expect(key.sessions[prefixes[index]] == nil) }
      for index in kept where index != used { #expect(key.sessions[prefixes[index]] != nil) }
      #expect(key.sessions[prefixes[used]] != nil)
    }
  }

  @Test("Never more than the capacity, whatever comes", arguments: [-1, 0, 1, 2, 7])
  func capacity(_ capacity: Int) throws {
    let (key, opener) = try key(capacity)
    var generator = Seed.generator("capacity")
    let sessions = try (0..<9).map { _ in try SealingSession(to: key.recipient) }
    for _ in 0..<100 {
      expectOpens(try message(sessions[generator.below(9)]), by: opener, [generator.chance(2) ? .oneCore : .pieces(60)])
      #expect(key.sessions.count <= max(capacity, 0))
    }
    #expect(key.sessions.count == max(capacity, 0))
  }

  @Test("Strangers can't fill it: nothing is entered before a head was authenticated")
  func authenticatedOnly() throws {
    let (key, opener) = try key(10)
    let good = try message(try SealingSession(to: key.recipient))
    for index in [25, 55, 66, 80, 115, 200] {
      var changed = good
      changed[index] ^= 1
      expectRefused(changed, by: opener, at: index < 108 ? .commitment : .aead)
    }
    expectRefused(Array(good[..<200]), by: opener, at: .end)
    #expect(key.sessions.count == 0)
    expectOpens(good, by: opener)
    #expect(key.sessions.count == 1)
  }

  @Test("32: removing the key forgets its sessions, and a message under way enters none")
  func removed() throws {
    let (key, opener) = try key(10)
    let session = try SealingSession(to: key.recipient)
    expectOpens(try message(session), by: opener)
    let other = try message(try SealingSession(to: key.recipient))
    var body: [UInt8] = []
    var stream = PayloadOpener(opener.ring).stream()
    try stream.take(other[..<108], into: &body)
    opener.ring.remove(key.recipient.publicKey.identifier)
    #expect(key.sessions.count == 0)
    try stream.take(other[108...], into: &body)
    #expect(body == [1])
    #expect(key.sessions.count == 0)
    expectRefused(try message(session), by: opener, at: .key)
  }

  @Test("Warm or cold, every message is answered alike")
  func sameOutcome() throws {
    let (key, warm) = try key(10)
    let (_, cold) = try self.key(0)
    let session = try SealingSession(to: key.recipient)
    expectOpens(try message(session), by: warm)
    let good = try message(session)
    for index in good.indices {
      var changed = good
      changed[index] ^= 0x10
      let first = warm.refusal(changed, .oneCore)?.error
      key.sessions.removeAll()
      #expect(warm.refusal(changed, .oneCore)?.error == first)
    }
    expectRefused(good, by: cold, at: .key)
  }
}
