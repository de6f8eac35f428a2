import SealedHTTP
import SealedPayload
import SealedTesting

/// A client, a hop, and the real server; what passes between client and hop is recorded.
struct RealAPI {
  static let now: UInt64 = 1_700_000_000

  let keys: SampleKeys
  let clock: ManualClock
  let wire: RecordingTransport
  let client: SealedClient

  init(
    _ options: ClientOptions = ClientOptions(), hop: @escaping ClientScene.Hop = { try await $1.send($0) },
    handler: @escaping SealedServer.Handler
  ) throws {
    keys = try SampleKeys()
    clock = ManualClock(now: Self.now)
    let published = PublishedKeys(
      configuration: try keys.configuration(at: Self.now), expiry: Self.now + 3_600, responseSigner: keys.responseSigner
    )
    var serverOptions = ServerOptions()
    serverOptions.signsResponses = true
    let server = try SealedServer(
      keys: FixedServerKeys([keys.recipientKey], published: published, issuer: keys.issuer),
      replayGuard: MemoryReplayGuard(floor: Self.now - 1_000), options: serverOptions, time: clock, handler: handler)
    wire = RecordingTransport(
      before: HopTransport(
        before: LoopbackTransport { request, peer in await server.respond(to: request, from: peer) }, hop))
    client = try SealedClient(
      for: keys.issuer, trusting: .pinned([keys.identity.publicKey]), over: wire, options: options, time: clock)
  }

  /// The requests on the wire that are not fetches of the key configuration.
  var sealed: [RecordingTransport.Passage] { wire.passages.filter { !$0.request.path.hasSuffix("-keys") } }
}

/// A body of many pieces, which counts how far its making is ahead of its use.
final class MadeBody: BodyStream {
  private let pieceSize: Int
  private let pieces: Int
  private let made = Counter()
  let used = Counter()
  let ahead = Maximum()

  init(pieces: Int, of size: Int) {
    self.pieces = pieces
    pieceSize = size
  }

  var byteCount: Int { pieces * pieceSize }

  func next() async throws -> [UInt8]? {
    let number = made.next()
    guard number <= pieces else { return nil }
    ahead.take(number - used.count)
    return [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: pieceSize)
  }

  func cancel() {}
}
