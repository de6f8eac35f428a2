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
    #expect(await comesTrue { scene.api.fetches.count == 2 })
    scene.clock.advance(by: 2_600)
    #expect(await get(client) == "status 200")
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
    #expect(await comesTrue { scene.api.fetches.count == 2 })
    scene.clock.advance(by: 1)
    let ends = ["broken": "unreachable", "forged": "configuration \(ConfigurationProblem.signature)"]
    #expect(await get(client) == "notSent \(ends[how] ?? "configuration status 500")")
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

  @Test("An identity that was believed without a pin is no first use")
  func firstUseAfterUnpinned() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let state = MemoryConfigurationState()
    let unpinned = IdentityTrust.unpinnedProtectingAgainstLogsAlone
    #expect(await get(try scene.client(trusting: unpinned, state: state)) == "status 200")
    scene.api.publish(try scene.configuration { $0.identity = scene.keys.nextIdentity })
    let firstUse = IdentityTrust.onFirstUseUnprotectedFromHops
    #expect(await get(try scene.client(trusting: firstUse, state: state)) == "status 200")
    scene.api.publish(try scene.configuration())
    #expect(await get(try scene.client(trusting: firstUse, state: state)) == refusal(.signature))
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
