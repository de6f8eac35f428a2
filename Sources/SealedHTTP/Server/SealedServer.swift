internal import SealedPayload
internal import Synchronization

/// The server's side of the HTTP binding: opens requests, gives them to the application once at most, seals its answers.
///
/// Put it behind any HTTP server that can hand over a request and take a response: `respond(to:from:)` is all there is to call.
/// What reaches the handler was sealed to this API, is fresh, matches what the hops saw, and satisfies its route's policy.
public final class SealedServer: Sendable {
  /// The application: gets an opened request, gives back a response.
  ///
  /// It may be called many times at once. What it throws becomes a sealed refusal: a `HandlerRefusal` as it says, anything else
  /// as `failed` with status 500.
  public typealias Handler = @Sendable (ServedRequest) async throws -> ResponseMessage

  let keys: any ServerKeySource
  let freshness: Freshness
  let clients: (any ClientDirectory)?
  let options: ServerOptions
  let time: any TimeSource
  let budget: AddressBudget
  let opener: RequestOpener
  let handler: Handler
  private let refreshedAt = Atomic<UInt64>(0)

  /// Makes a server for one API.
  ///
  /// - Parameters:
  ///   - keys: private keys and the configuration that clients fetch.
  ///   - replayGuard: shared by all instances of the API.
  ///   - clients: who may sign; needed if a route's policy asks for a signer.
  ///   - options: routes, limits, and the like.
  ///   - time: the machine's clock, unless a test has its own.
  ///   - handler: the application.
  public init(
    keys: any ServerKeySource, replayGuard: any ReplayGuard, clients: (any ClientDirectory)? = nil,
    options: ServerOptions = .init(), time: any TimeSource = SystemTime(), handler: @escaping Handler
  ) throws(ServerSetupError) {
    guard clients != nil || !options.routes.contains(where: { $0.policy.needsSigner }) else { throw .clientsMissing }
    self.keys = keys
    freshness = Freshness(replayGuard)
    self.clients = clients
    self.options = options.completed(for: keys.issuer)
    self.time = time
    budget = AddressBudget(options.limits)
    opener = RequestOpener(keys.ring, options: options.opening(for: keys.issuer))
    self.handler = handler
  }

  /// Answers a request as it came from the network.
  ///
  /// - Parameters:
  ///   - outer: what the HTTP server received, its path as on the wire.
  ///   - peer: where the connection comes from.
  /// - Returns: what the HTTP server sends: a sealed message, or a hint that promises nothing.
  public func respond(to outer: RequestMessage, from peer: PeerAddress) async -> ResponseMessage {
    refreshKeys(at: time.now)
    var answer: ResponseMessage
    do throws(Hint) {
      if let unsealed = try await unsealedAnswer(to: outer, from: peer) {
        answer = unsealed
      } else {
        answer = try await sealedAnswer(to: outer, from: peer)
      }
    } catch {
      outer.body.cancel()
      answer = error.response(options.diagnostics, peer)
    }
    if !options.crossOrigin.origins.isEmpty { options.crossOrigin.mark(&answer, for: outer.head) }
    return answer
  }

  /// Looks at the keys once in each second of the clock: a look asks the system about a file.
  private func refreshKeys(at now: UInt64) {
    if refreshedAt.exchange(now, ordering: .relaxed) != now { keys.refresh(at: now) }
  }

  /// The order of work of spec/sealed-payload.md, section 21.6.
  private func sealedAnswer(to outer: RequestMessage, from peer: PeerAddress) async throws(Hint) -> ResponseMessage {
    let source = options.source(of: outer.head, peer)
    let carrier = try Carrier(of: outer, options.limits)
    let reader = SealedRequestReader(carrier, opener)
    let now = time.now
    try await withHeadTimeout(carrier) { () async throws(Hint) in
      try await reader.readPrelude()
      try budget.admit(reader.sessionState(in: keys.ring), from: source, at: now)
      try await reader.readHead()
    }
    let opened = try reader.opened()
    let answering = Answering(opened.exchange, self)
    let client = await client(of: opened.message)
    let refusal = try await claim(opened.message, by: client, from: source)
    do throws(Refusal) {
      if let refusal { throw refusal }
      try options.compare(outer.head, with: opened.head, of: keys.issuer)
      let request = try await admit(opened, reader, by: client, from: source, outer.head)
      return try answering.seal(try await answer(request, reader), reading: reader)
    } catch {
      outer.body.cancel()
      return try answering.seal(error, at: time.now, from: source)
    }
  }

  /// The application's answer, or the server's own to a question for the time.
  private func answer(
    _ request: ServedRequest, _ reader: SealedRequestReader
  ) async throws(Refusal) -> ResponseMessage {
    if request.head.path == WellKnown.timePath { return try timeAnswer(to: request) }
    do {
      return try await handler(request)
    } catch {
      // Whatever the application makes of it: a message that is not whole is the reason.
      if let failure = reader.failure { throw Refusal(failure, wasHandled: true) }
      throw (error as? HandlerRefusal).map { Refusal($0) } ?? .failed
    }
  }
}
