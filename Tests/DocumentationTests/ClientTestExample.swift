import SealedHTTP
import SealedPayload
import SealedTesting

/// A client and the server of your handler in one process: no network, and a clock that stands still.
func clientForTests(of handler: @escaping SealedServer.Handler) throws -> SealedClient {
  let (keys, clock) = (try SampleKeys(), ManualClock(now: 1_700_000_000))
  let published = PublishedKeys(configuration: try keys.configuration(at: clock.now), expiry: clock.now + 3_600)
  let server = try SealedServer(
    keys: FixedServerKeys([keys.recipientKey], published: published, issuer: keys.issuer),
    replayGuard: MemoryReplayGuard(floor: clock.now - 1), time: clock, handler: handler)
  return try SealedClient(
    for: keys.issuer, trusting: .pinned([keys.identity.publicKey]),
    over: LoopbackTransport { await server.respond(to: $0, from: $1) }, time: clock)
}
