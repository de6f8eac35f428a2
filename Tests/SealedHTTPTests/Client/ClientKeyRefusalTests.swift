import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@Suite("Client: key configurations that it refuses")
struct ClientKeyRefusalTests {
  private func get(_ client: SealedClient) async -> String { await end { try await client.get("/") } }

  private func refusal(_ problem: ConfigurationProblem) -> String { "notSent configuration \(problem)" }

  @Test(
    "71: an expired, future, long-lived or foreign configuration is refused, and nothing is sent",
    arguments: [
      (ConfigurationProblem.expired, Int64(-3_600), UInt64(3_600), "https://api.example"),
      (.fromTheFuture, 3_600, 3_600, "https://api.example"), (.fromTheFuture, 301, 3_600, "https://api.example"),
      (.otherIssuer, 0, 3_600, "https://other.example"),
    ])
  func refused(problem: ConfigurationProblem, ahead: Int64, life: UInt64, origin: String) async throws {
    let scene = try ClientScene()
    let foreign = try SampleKeys(origin: origin)
    let text = try foreign.configuration(at: UInt64(Int64(ClientScene.now) + ahead), life: life)
    scene.api.publish(text)
    #expect(await get(try scene.client()) == refusal(problem))
    #expect(scene.sealed.isEmpty)
  }

  @Test(
    "71: a configuration that is older than the last one is refused, also after a restart", arguments: [false, true])
  func rolledBack(restart: Bool) async throws {
    let scene = try ClientScene { _ in .response(200) }
    let state = MemoryConfigurationState()
    let client = try scene.client(state: state)
    let old = try scene.configuration { $0.issuedAt -= 1 }
    #expect(await get(client) == "status 200")
    scene.api.publish(old)
    let next = restart ? try scene.client(state: state) : client
    if !restart { scene.clock.advance(by: 3_598) }
    if restart {
      #expect(await get(next) == refusal(.rolledBack))
    } else {
      #expect(await get(next) == "status 200")
    }
    scene.api.publish(try scene.configuration { $0.issuedAt += 1 })
    #expect(await get(next) == "status 200")
  }

  @Test(
    "71: more than 64 KiB, a redirect, an encoding or another status is no configuration",
    arguments: [
      ("large", "unreachable"), ("302", "configuration status 302"), ("404", "configuration status 404"),
      ("gzip", "configuration status 200"), ("junk", "configuration \(ConfigurationProblem.form)"),
    ])
  func noConfiguration(kind: String, expected: String) async throws {
    let scene = try ClientScene()
    let text = try scene.configuration()
    scene.api.publish { _ in
      switch kind {
      case "large": ResponseMessage(status: 200, body: MessageBody(text + [UInt8](repeating: 10, count: 65_536)))
      case "302", "404":
        ResponseMessage(
          status: Int(kind) ?? 0, fields: [HeaderField("location", "https://evil.example/")], body: MessageBody(text))
      case "gzip":
        ResponseMessage(status: 200, fields: [HeaderField("content-encoding", "gzip")], body: MessageBody(text))
      default: ResponseMessage(status: 200, body: MessageBody(Array("{}".utf8)))
      }
    }
    #expect(await get(try scene.client()) == "notSent \(expected)")
    #expect(scene.wire.count == 1)
  }

  @Test("71: a configuration without end is not read to its end")
  func endless() async throws {
    let scene = try ClientScene()
    let read = Counter()
    scene.api.publish { _ in
      ResponseMessage(status: 200, body: MessageBody(EndlessBody(read)))
    }
    #expect(await get(try scene.client()) == "notSent unreachable")
    #expect(read.count < 70)
  }

  private final class EndlessBody: BodyStream {
    private let read: Counter
    init(_ read: Counter) { self.read = read }
    func next() async throws -> [UInt8]? {
      read.next()
      return [UInt8](repeating: 65, count: 1_024)
    }
    func cancel() {}
  }

  @Test("72: an identity key that is not pinned is refused; its successor is trusted once it was announced")
  func identities() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let (current, next) = (scene.keys.identity, scene.keys.nextIdentity)
    let state = MemoryConfigurationState()
    scene.api.publish(try scene.configuration { $0.identity = next })
    #expect(await get(try scene.client(state: state)) == refusal(.signature))
    scene.api.publish(try scene.configuration { $0.nextIdentity = next.publicKey })
    #expect(await get(try scene.client(state: state)) == "status 200")
    scene.api.publish(try scene.configuration { $0.identity = next })
    #expect(await get(try scene.client(state: state)) == "status 200")
    // The one that signed last stays trusted though it is no pin.
    #expect(await get(try scene.client(state: state)) == "status 200")
    // Other pins: what was announced under the old ones counts no longer.
    let pins = IdentityTrust.pinned([current.publicKey, SigningKey().publicKey])
    #expect(await get(try scene.client(trusting: pins, state: state)) == refusal(.signature))
  }

  @Test("72: a wrong kid or a low-order key refuses the whole configuration", arguments: ["kid", "low"])
  func badKeys(kind: String) async throws {
    let scene = try ClientScene()
    let text = try Handwritten.configuration(scene.keys, at: ClientScene.now) { json in
      let key = scene.keys.recipientKey.recipient.publicKey
      return kind == "kid"
        ? json.replacing(key.identifier.description, with: "AAAAAAAAAAA")
        : json.replacing(key.description.dropFirst("x25519:".count), with: String(repeating: "A", count: 43))
    }
    scene.api.publish(text)
    #expect(await get(try scene.client()) == refusal(.payload))
  }

  @Test("73: a client that wants X-Wing, or another cipher, sends nothing to an API that lists weaker ones")
  func policy() async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    options.requiresXWing = true
    #expect(await get(try scene.client(options)) == "notSent noUsableKey")
    options = ClientOptions()
    options.ciphers = [.aes256GCM]
    #expect(await get(try scene.client(options)) == "notSent noUsableKey")
    #expect(scene.sealed.isEmpty)
  }

  @Test("71: a configuration may live for a day, and no second longer", arguments: [86_400, 86_401] as [UInt64])
  func life(seconds: UInt64) async throws {
    let scene = try ClientScene { _ in .response(200) }
    scene.api.publish(try Handwritten.configuration(scene.keys, at: ClientScene.now, life: seconds))
    #expect(await get(try scene.client()) == (seconds == 86_400 ? "status 200" : refusal(.livesTooLong)))
  }
}
