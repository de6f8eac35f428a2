import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: keys that are fetched because one is unknown")
struct ClientRefetchTests {
  /// A scene whose first configuration lists a key that the API does not have; then the answers come as told.
  private func scene(hop: @escaping ClientScene.Hop) throws -> (ClientScene, stale: [UInt8]) {
    let scene = try ClientScene(hop: hop) { _ in .response(200) }
    let old = try SampleKeys.recipientKey(number: 9, for: scene.keys.issuer)
    let stale = try scene.configuration {
      $0.keys = [$0.key(old.recipient)]
    }
    scene.api.publish(stale)
    return (scene, stale)
  }

  private func isBypassing(_ head: RequestHead?) -> Bool {
    head?.fields.contains(HeaderField("cache-control", "no-cache")) == true
  }

  @Test("A hundred callers at a revocation make one fetch, wait for it, and all get their answers")
  func hundred() async throws {
    let (sent, refused, asked, gate) = (Counter(), Flag(), Flag(), Flag())
    let (scene, stale) = try scene { request, next in
      let response = try await next.send(request)
      // All are on their way before the first refusal comes back.
      if sent.next() == 100 { refused.raise() }
      await refused.wait()
      return response
    }
    let fresh = try scene.configuration()
    scene.api.publish { [api = scene.api] _ in
      guard api.fetches.count > 1 else { return ResponseMessage(status: 200, body: MessageBody(stale)) }
      asked.raise()
      await gate.wait()
      return ResponseMessage(status: 200, body: MessageBody(fresh))
    }
    let client = try scene.client()
    await withTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { await end { try await client.get("/") } } }
      await asked.wait()
      // Whoever did not wait would spend its second attempt on the old key now.
      for _ in 0..<10_000 { await Task.yield() }
      #expect(sent.count == 100)
      gate.raise()
      for await result in group { #expect(result == "status 200") }
    }
    #expect(scene.api.fetches.count == 2 && isBypassing(scene.api.fetches.last))
    #expect(scene.sealed.count == 200)
  }

  @Test("A renewal that a cache may answer is no substitute: the fetch comes after it")
  func notJoined() async throws {
    let (revoked, asked, gate) = (Flag(), Flag(), Flag())
    let refused = Counter()
    let scene = try ClientScene { request, next in
      guard revoked.isRaised, refused.next() == 1 else { return try await next.send(request) }
      await asked.wait()
      return HandmadeAPI.hint("unknown-key", 400)
    } handler: { _ in
      .response(200)
    }
    let client = try scene.client()
    #expect(await end { try await client.get("/") } == "status 200")
    let (old, fresh) = (try scene.configuration(), try scene.configuration { $0.issuedAt += 3_599 })
    scene.api.publish { [api = scene.api] _ in
      guard api.fetches.count == 2 else { return ResponseMessage(status: 200, body: MessageBody(fresh)) }
      asked.raise()
      await gate.wait()
      return ResponseMessage(status: 200, body: MessageBody(old))
    }
    scene.clock.advance(by: 3_599)
    revoked.raise()
    async let result = end { try await client.get("/") }
    await asked.wait()
    for _ in 0..<10_000 { await Task.yield() }
    gate.raise()
    #expect(await result == "status 200")
    #expect(scene.api.fetches.map(isBypassing) == [false, false, true])
  }
}
