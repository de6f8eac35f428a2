import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@testable import SealedHTTP

@Suite("Client: sessions")
struct ClientSessionTests {
  /// The key exchanges on the wire: the `enc` of each message, in order.
  private func exchanges(_ scene: ClientScene) -> [[UInt8]] {
    // "SPL" 1, kind, mode, kem, kdf, aead, key id: 20 bytes before enc.
    scene.sealed.map { Array($0.requestBody[20..<52]) }
  }

  private func count(_ scene: ClientScene) -> Int { Set(exchanges(scene)).count }

  private func post(_ client: SealedClient, _ fields: [(String, String)] = []) async throws {
    _ = try await client.post("/", [1], contentType: "a/b", fields: fields.map { HeaderField($0.0, $0.1) })
  }

  @Test("One key exchange serves many messages, whatever else differs")
  func reuse() async throws {
    let scene = try ClientScene()
    let client = try scene.client()
    for number in 0..<20 {
      try await post(
        client, [("authorization", "Bearer 1"), ("idempotency-key", "\(number)"), ("accept", "a/\(number)")])
    }
    #expect(scene.sealed.count == 20 && count(scene) == 1)
  }

  @Test("A session ends after 600 s, counted from its first message")
  func time() async throws {
    let scene = try ClientScene()
    let client = try scene.client()
    for seconds: UInt64 in [0, 300, 299, 1, 599] {
      scene.clock.advance(by: seconds)
      try await post(client)
    }
    #expect(exchanges(scene).map { exchanges(scene).firstIndex(of: $0) } == [0, 0, 0, 3, 3])
  }

  @Test("A session ends after 10,000 messages")
  func messages() async throws {
    let scene = try ClientScene()
    let pool = SessionPool(ClientOptions(), time: scene.clock)
    let configuration = try UnverifiedKeyConfiguration(scene.configuration()).verified(
      by: [scene.keys.identity.publicKey], for: scene.keys.issuer, at: ClientScene.now
    ).configuration
    let first = try pool.session(configuration, for: [])
    for _ in 1..<10_000 { #expect(try pool.session(configuration, for: []) === first) }
    #expect(try pool.session(configuration, for: []) !== first)
    #expect(pool.count == 1)
  }

  @Test("Sessions can be made shorter")
  func shorter() async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    (options.sessionMessages, options.sessionSeconds) = (3, 10)
    let client = try scene.client(options)
    for _ in 0..<6 { try await post(client) }
    #expect(count(scene) == 2)
    scene.clock.advance(by: 10)
    try await post(client)
    #expect(count(scene) == 3)
  }

  @Test("A session ends with the recipient key")
  func keyEnd() async throws {
    let scene = try ClientScene()
    let next = try SampleKeys.recipientKey(number: 1, for: scene.keys.issuer)
    try scene.api.add(next)
    let now = ClientScene.now
    scene.api.publish(
      try scene.configuration {
        $0.keys = [$0.key($0.keys[0].recipient, now..<now + 100), $0.key(next.recipient)]
      })
    let client = try scene.client()
    try await post(client)
    scene.clock.advance(by: 99)
    try await post(client)
    scene.clock.advance(by: 1)
    try await post(client)
    #expect(exchanges(scene)[0] == exchanges(scene)[1] && exchanges(scene)[1] != exchanges(scene)[2])
    #expect(scene.api.seen.map(\.opened.message.recipient.publicKey).last == next.recipient.publicKey)
  }

  @Test(
    "Other credentials, other session; the same again, the same",
    arguments: [
      "authorization", "cookie", "x-api-key", "x-tenant", "private-token", "x-session-id",
    ])
  func credentials(name: String) async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    options.additionalPrivateFields = ["x-tenant"]
    let client = try scene.client(options)
    for value in ["a", "b", "a", ""] { try await post(client, value.isEmpty ? [] : [(name, value)]) }
    #expect(exchanges(scene).map { exchanges(scene).firstIndex(of: $0) } == [0, 1, 0, 3])
  }

  @Test("What differs for each request ends no session", arguments: ["idempotency-key", "signature", "dpop"])
  func otherEachTime(name: String) async throws {
    let scene = try ClientScene()
    let client = try scene.client()
    for value in ["a", "b", "c"] { try await post(client, [(name, value)]) }
    #expect(count(scene) == 1)
  }

  @Test("Names and values of credentials are told apart")
  func fieldEdges() async throws {
    let scene = try ClientScene()
    let client = try scene.client()
    try await post(client, [("cookie", "ab"), ("cookie", "c")])
    try await post(client, [("cookie", "a"), ("cookie", "bc")])
    try await post(client, [("cookie", "abc")])
    #expect(count(scene) == 3)
  }

  @Test("Unlinkable messages share nothing")
  func unlinkable() async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    options.unlinkable = true
    let client = try scene.client(options)
    for _ in 0..<5 { try await post(client) }
    #expect(count(scene) == 5)
  }

  @Test("A clock that is set back ends sessions rather than make them last")
  func clockSetBack() async throws {
    let scene = try ClientScene()
    scene.api.publish(
      try scene.configuration {
        $0.issuedAt -= 600
        $0.keys = [$0.key(scene.keys.recipientKey.recipient)]
      })
    let client = try scene.client()
    try await post(client)
    scene.clock.set(ClientScene.now - 300)
    try await post(client)
    #expect(count(scene) == 2)
  }

  @Test("An ended session is let go of, and so erased, though nothing is sent")
  func released() async throws {
    let scene = try ClientScene()
    let pool = SessionPool(ClientOptions(), time: scene.clock)
    weak var session: SealingSession?
    do {
      let configuration = try UnverifiedKeyConfiguration(scene.configuration()).verified(
        by: [scene.keys.identity.publicKey], for: scene.keys.issuer, at: ClientScene.now
      ).configuration
      session = try pool.session(configuration, for: [])
    }
    #expect(session != nil && pool.count == 1)
    await scene.clock.waitForSleepers()
    scene.clock.advance(by: 600)
    #expect(await comesTrue { pool.count == 0 })
    #expect(session == nil)
  }

  @Test("A pool holds a bounded number of sessions")
  func bounded() async throws {
    let scene = try ClientScene()
    let pool = SessionPool(ClientOptions(), time: scene.clock)
    let configuration = try UnverifiedKeyConfiguration(scene.configuration()).verified(
      by: [scene.keys.identity.publicKey], for: scene.keys.issuer, at: ClientScene.now
    ).configuration
    for number in 0..<1_100 {
      _ = try pool.session(configuration, for: [HeaderField("authorization", "\(number)")])
    }
    #expect(pool.count == 1_000)
  }

  @Test("Many messages at once share the session and all have keys of their own")
  func concurrent() async throws {
    let scene = try ClientScene { .response(200, [], $0.body) }
    let client = try scene.client()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let body = [UInt8(truncatingIfNeeded: number), 7]
          let answer = try await client.post("/", body, contentType: "a/b").bytes()
          #expect(answer == body)
        }
      }
      try await group.waitForAll()
    }
    #expect(scene.sealed.count == 200 && count(scene) == 1 && scene.api.fetches.count == 1)
    #expect(Set(scene.api.seen.map(\.opened.message.identifier)).count == 200)
  }
}
