import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@Suite("Client: the API's keys")
struct ClientKeyTests {
  private func get(_ client: SealedClient) async -> String { await end { try await client.get("/") } }

  private func refusal(_ problem: ConfigurationProblem) -> String { "notSent configuration \(problem)" }

  @Test("A hundred callers at once make one fetch, and all get their answers")
  func oneFetch() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let (asked, gate) = (Flag(), Flag())
    scene.api.publish { [configuration = try scene.configuration()] _ in
      asked.raise()
      await gate.wait()
      return ResponseMessage(status: 200, body: MessageBody(configuration))
    }
    let client = try scene.client()
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { await get(client) } }
      await asked.wait()
      gate.raise()
      for try await result in group { #expect(result == "status 200") }
    }
    #expect(scene.api.fetches.count == 1 && scene.sealed.count == 100)
  }

  @Test("A caller that is cancelled doesn't wait for the fetch, which goes on for the others")
  func cancelledCaller() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let (asked, gate) = (Flag(), Flag())
    scene.api.publish { [configuration = try scene.configuration()] _ in
      asked.raise()
      await gate.wait()
      return ResponseMessage(status: 200, body: MessageBody(configuration))
    }
    let client = try scene.client()
    let patient = Task { await get(client) }
    await asked.wait()
    let hasty = Task { await get(client) }
    hasty.cancel()
    #expect(await hasty.value == "notSent cancelled")
    gate.raise()
    #expect(await patient.value == "status 200")
    #expect(scene.api.fetches.count == 1)
  }

  @Test("A fetch that takes too long is given up, and the next caller fetches again")
  func slowFetch() async throws {
    let scene = try ClientScene { _ in .response(200) }
    scene.api.publish { [clock = scene.clock] _ in
      try await clock.sleep(for: .seconds(3_600))
      return ResponseMessage(status: 200)
    }
    let client = try scene.client()
    async let result = get(client)
    await scene.clock.waitForSleepers(2)
    scene.clock.advance(by: 10)
    #expect(await result == "notSent unreachable")
    scene.api.publish(try scene.configuration())
    #expect(await get(client) == "status 200")
  }

  @Test("Keys are fetched anew in the last quarter of their life, behind the callers' backs")
  func refreshAhead() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let client = try scene.client()
    #expect(await get(client) == "status 200")
    scene.clock.advance(by: 2_699)
    #expect(await get(client) == "status 200")
    #expect(scene.api.fetches.count == 1)
    scene.clock.advance(by: 900)
    #expect(await get(client) == "status 200")
    while scene.api.fetches.count < 2 { await Task.yield() }
    scene.clock.advance(by: 2_600)
    while await get(client) != "status 200" {}
    #expect(scene.api.fetches.count == 2)
  }

  @Test(
    "While fetching fails, the configuration in use stays in use until it expires",
    arguments: ["broken", "forged", "500"])
  func failingRefresh(how: String) async throws {
    let scene = try ClientScene { _ in .response(200) }
    let client = try scene.client()
    #expect(await get(client) == "status 200")
    scene.api.publish { [forged = try scene.configuration { $0.identity = SigningKey() }] _ in
      switch how {
      case "broken": throw HandmadeAPI.Broken()
      case "forged": ResponseMessage(status: 200, body: MessageBody(forged))
      default: ResponseMessage(status: 500, body: MessageBody(forged))
      }
    }
    scene.clock.advance(by: 3_599)
    for _ in 0..<5 { #expect(await get(client) == "status 200") }
    while scene.api.fetches.count < 2 { await Task.yield() }
    #expect(scene.api.fetches.count == 2)
    scene.clock.advance(by: 1)
    let ends = ["broken": "unreachable", "forged": "configuration \(ConfigurationProblem.signature)"]
    #expect(await get(client) == "notSent \(ends[how] ?? "configuration status 500")")
  }

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

  @Test("A configuration whose keys have all ended is fetched anew, though it says that it lives on")
  func keysEnded() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let now = ClientScene.now
    scene.api.publish(
      try scene.configuration { $0.keys = [$0.key(scene.keys.recipientKey.recipient, now..<now + 100)] })
    let client = try scene.client()
    #expect(await get(client) == "status 200")
    scene.api.publish(try scene.configuration { $0.issuedAt += 100 })
    scene.clock.advance(by: 100)
    #expect(await get(client) == "status 200")
    #expect(scene.api.fetches.count == 2)
  }

  @Test("On first use the key that the configuration names is kept, and no other is believed")
  func firstUse() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let state = MemoryConfigurationState()
    let trust = IdentityTrust.onFirstUseUnprotectedFromHops
    #expect(await get(try scene.client(trusting: trust, state: state)) == "status 200")
    scene.api.publish(try scene.configuration { $0.identity = scene.keys.nextIdentity })
    #expect(await get(try scene.client(trusting: trust, state: state)) == refusal(.signature))
    #expect(await get(try scene.client(trusting: trust)) == "status 200")
  }

  @Test("Unpinned, any identity is believed, and a configuration must still be signed by it")
  func unpinned() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let state = MemoryConfigurationState()
    let trust = IdentityTrust.unpinnedProtectingAgainstLogsAlone
    for identity in [scene.keys.identity, scene.keys.nextIdentity] {
      scene.api.publish(try scene.configuration { $0.identity = identity })
      #expect(await get(try scene.client(trusting: trust, state: state)) == "status 200")
    }
    var text = try scene.configuration()
    text[text.count - 9] = text[text.count - 9] == 65 ? 66 : 65
    scene.api.publish(text)
    #expect(await get(try scene.client(trusting: trust)) == refusal(.signature))
  }

  private struct BrokenState: ConfigurationState {
    struct Full: Error {}
    func load(_ issuer: Issuer) throws -> AcceptedConfiguration? { nil }
    func save(_ accepted: AcceptedConfiguration, for issuer: Issuer) throws { throw Full() }
  }

  @Test("What can't be remembered is not accepted")
  func brokenState() async throws {
    let scene = try ClientScene()
    #expect(await get(try scene.client(state: BrokenState())).hasPrefix("notSent keys the state"))
    #expect(scene.sealed.isEmpty)
  }
}
