public import SealedPayload

/// A client of one API: what it sends is sealed to that API, and only what the API sealed in answer is an answer.
///
/// It never sends anything unsealed, follows no redirect, keeps no cookie, and repeats by itself only what can't take effect
/// twice. Make one for an API and share it: it keeps the API's keys and the key exchanges that were paid for.
///
///     let client = try SealedClient(
///       for: Issuer(origin: "https://api.example"), trusting: .pinned([identityKey]), over: transport)
///     let response = try await client.post("/v1/orders", order, contentType: "application/json")
///     let bytes = try await response.bytes()
///
/// As a `Transport` it takes the place of an unsealed one.
public final class SealedClient: Sendable {
  /// The API's origin.
  public let issuer: Issuer

  private let sender: MessageSender
  private let question: TimeQuestion

  /// Makes a client; nothing is fetched before the first request.
  ///
  /// - Parameters:
  ///   - issuer: the API's origin, byte for byte as its key configuration has it.
  ///   - trust: whom to believe about the API's keys.
  ///   - transport: what carries messages to the API.
  ///   - options: how to seal and what to accept.
  ///   - state: where to remember what was accepted of the API's keys; keep it on disk where you can.
  ///   - time: the clock.
  public init(
    for issuer: Issuer, trusting trust: IdentityTrust, over transport: any Transport,
    options: ClientOptions = ClientOptions(), state: any ConfigurationState = MemoryConfigurationState(),
    time: any TimeSource = SystemTime()
  ) throws(ClientSetupError) {
    try options.check(issuer)
    guard trust.way != .pinned || !trust.pins.isEmpty else { throw .noPins }
    self.issuer = issuer
    let clock = ServerClock(time)
    let fetch = ConfigurationFetch(
      issuer: issuer, trust: trust, transport: transport, memory: state, time: time, clock: clock)
    sender = MessageSender(
      transport: transport, keys: KeyDirectory(fetch, time: time), sessions: SessionPool(options, time: time),
      clock: clock, time: time, options: options)
    question = TimeQuestion(issuer, sender)
  }

  /// Sends a request and gives the API's response; that of a stream once its head is there.
  ///
  /// A status of 400 or 500 is a response like any other. Where there is none, the error says first of all whether the API
  /// may have acted on the request. Cancelling the task ends the exchange.
  public func send(_ request: RequestMessage) async throws(ClientError) -> SealedResponse {
    do throws(ClientError) {
      try await prepare(request.head)
      return try await Call(request, sender).response()
    } catch {
      request.body.cancel()
      throw error
    }
  }

  /// Checks what can be checked before anything leaves; and the clock, if the request must not be refused for its time.
  private func prepare(_ head: RequestHead) async throws(ClientError) {
    do throws(ClientFailure) {
      let authorities = sender.options.additionalAuthorities
      guard head.scheme == issuer.scheme, head.authority == issuer.authority || authorities.contains(head.authority)
      else { throw .invalidRequest(.otherOrigin(expected: issuer.text)) }
      guard TargetRules.isPath(head.path) else { throw .invalidRequest(.head(.path)) }
      if !RetryRule.isIdempotent(head.method) { try await question.askIfDoubtful() }
    } catch {
      throw .notSent(error)
    }
  }
}

extension SealedClient {
  /// Sends a request to a path of the API.
  ///
  /// - Parameters:
  ///   - method: such as `PUT`.
  ///   - path: path and query in normal form, from `/`.
  ///   - fields: with names in lower case.
  ///   - body: none unless told.
  public func send(
    _ method: String, _ path: String, fields: [HeaderField] = [], body: MessageBody = .empty
  ) async throws(ClientError) -> SealedResponse {
    let head = RequestHead(
      method: method, scheme: issuer.scheme, authority: issuer.authority, path: path, fields: fields)
    return try await send(RequestMessage(head, body: body))
  }

  /// Gets what is at a path of the API.
  public func get(_ path: String, fields: [HeaderField] = []) async throws(ClientError) -> SealedResponse {
    try await send("GET", path, fields: fields)
  }

  /// Posts a body to a path of the API.
  public func post(
    _ path: String, _ body: [UInt8], contentType: String, fields: [HeaderField] = []
  ) async throws(ClientError) -> SealedResponse {
    try await send(
      "POST", path, fields: [HeaderField("content-type", contentType)] + fields, body: MessageBody(body))
  }
}

extension SealedClient: Transport {}

extension Transport where Self == SealedClient {
  /// Sends a request sealed, where any transport is wanted; use the client's own `send` to see who signed the response.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage {
    let response: SealedResponse = try await send(request)
    return response.message
  }
}
