import SealedHTTP
import SealedPayload
import SealedTesting

/// A client, a hop and an API made by hand; what passes between client and hop is recorded.
struct ClientScene {
  static let now: UInt64 = 1_700_000_000

  let keys: SampleKeys
  let clock: ManualClock
  let api: HandmadeAPI
  let wire: RecordingTransport

  typealias Hop = @Sendable (RequestMessage, any Transport) async throws -> ResponseMessage

  /// Sets the scene.
  ///
  /// - Parameters:
  ///   - hop: acts on sealed requests; fetches of the key configuration pass.
  ///   - handler: the application.
  init(
    hop: @escaping Hop, handler: @escaping HandmadeAPI.Handler = { .response(200, [], $0.body) }
  ) throws {
    keys = try SampleKeys()
    clock = ManualClock(now: Self.now)
    api = try HandmadeAPI(keys, clock, handler: handler)
    wire = RecordingTransport(
      before: HopTransport(before: api.transport) { request, next in
        request.head.path.hasSuffix("-keys") ? try await next.send(request) : try await hop(request, next)
      })
  }

  /// Sets the scene with a hop that only passes on.
  init(handler: @escaping HandmadeAPI.Handler = { .response(200, [], $0.body) }) throws {
    try self.init(hop: { try await $1.send($0) }, handler: handler)
  }

  func client(
    _ options: ClientOptions = ClientOptions(), trusting trust: IdentityTrust? = nil,
    state: any ConfigurationState = MemoryConfigurationState(), time: (any TimeSource)? = nil
  ) throws -> SealedClient {
    try SealedClient(
      for: keys.issuer, trusting: trust ?? .pinned([keys.identity.publicKey]), over: wire, options: options,
      state: state, time: time ?? clock)
  }

  /// The requests on the wire that are not fetches of the key configuration.
  var sealed: [RecordingTransport.Passage] { wire.passages.filter { !$0.request.path.hasSuffix("-keys") } }
}

/// A body that a test feeds piece by piece, and that counts what is asked of it.
final class FedBody: BodyStream {
  private let stream: AsyncThrowingStream<[UInt8], any Error>
  private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private let cancelled = Flag()

  init() {
    (stream, continuation) = AsyncThrowingStream.makeStream()
  }

  var wasCancelled: Flag { cancelled }

  func feed(_ piece: [UInt8]) { continuation.yield(piece) }

  func end(_ error: (any Error)? = nil) { continuation.finish(throwing: error) }

  func next() async throws -> [UInt8]? {
    var iterator = stream.makeAsyncIterator()
    return try await iterator.next()
  }

  func cancel() {
    cancelled.raise()
    continuation.finish(throwing: BodyError.cancelled)
  }
}
