import Foundation
import SealedHTTP
import SealedPayload
import SealedTesting
import SealedURLSession
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct URLSessionExampleTests {
  let keys: SampleKeys
  let transport: LoopbackTransport
  let url: URL

  /// An API that answers orders with what was ordered, and everything else with two events.
  init() throws {
    keys = try SampleKeys()
    url = try #require(URL(string: "https://api.example/v1/orders"))
    let now = SystemTime().now
    let published = PublishedKeys(
      configuration: try keys.configuration(at: now), expiry: now + 3_600, responseSigner: keys.responseSigner)
    let server = try SealedServer(
      keys: FixedServerKeys([keys.recipientKey], published: published, issuer: keys.issuer),
      replayGuard: MemoryReplayGuard(floor: now - 1_000)
    ) { request in
      if request.head.method == "POST" { return ResponseMessage(status: 201, body: request.body) }
      let events = MessageBody(Array("data: Hello\n\ndata: , you\n\n".utf8))
      return ResponseMessage(status: 200, fields: [HeaderField("content-type", "text/event-stream")], body: events)
    }
    transport = LoopbackTransport { request, peer in await server.respond(to: request, from: peer) }
  }

  @Test func orderIsAnswered() async throws {
    let answer = try await placeOrder(
      Data("lamp".utf8), at: url, pin: keys.identity.publicKey.description, over: transport)
    #expect(answer == Data("lamp".utf8))
  }

  @Test func chatIsRead() async throws {
    let session = try SealedURLSession(for: keys.issuer, trusting: .pinned([keys.identity.publicKey]), over: transport)
    #expect(try await readChat(at: url, with: session) == "Hello, you")
  }

  @Test func oldCodeSeals() async throws {
    let client = try SealedClient(for: keys.issuer, trusting: .pinned([keys.identity.publicKey]), over: transport)
    let (data, _) = try await sealingSession(for: client).data(from: url)
    #expect(data == Data("data: Hello\n\ndata: , you\n\n".utf8))
  }
}
