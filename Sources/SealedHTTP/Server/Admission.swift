internal import SealedPayload

// Steps 8 and 10 of spec/sealed-payload.md, section 21.6: the claim, and the policy.

extension SealedServer {
  /// Claims the message: from here on no copy of it is processed, whatever becomes of this one.
  ///
  /// - Parameter client: who signed, if it is somebody known: others have a bounded share of the guard.
  /// - Returns: why it is refused all the same, if it is.
  func claim(
    _ message: OpenedMessage, by client: RegisteredClient?, from source: PeerAddress
  ) async throws(Hint) -> Refusal? {
    let now = time.now
    guard client != nil || budget.claim(from: source, at: now) else {
      throw .notReady(seconds: 1, "too many messages of unknown clients from one address")
    }
    let judgement: Freshness.Judgement
    do throws(ReplayGuardFailure) {
      judgement = try await freshness.judge(message.identifier, timestamp: message.timestamp ?? 0, now: now)
    } catch {
      throw Hint(error, at: now)
    }
    // The claim may have waited longer than the guard remembers what it is compared with.
    guard time.now <= now &+ FreshnessLimits.stall else { return .stale(isPromised: false) }
    switch judgement {
    case .admitted: return nil
    case .replayed: return .replayed
    case .stale(let isPromised): return .stale(isPromised: isPromised)
    case .refused: return .stale(isPromised: true)
    }
  }

  /// Applies the route's policy, and hands over what the application gets.
  func admit(
    _ opened: OpenedRequest, _ reader: SealedRequestReader, by client: RegisteredClient?, from source: PeerAddress,
    _ outer: RequestHead
  ) async throws(Refusal) -> ServedRequest {
    let policy = options.policy(method: opened.head.method, path: opened.head.path)
    if opened.message.signer != nil, clients != nil, client == nil { throw .forbidden }
    if policy.needsSigner, client == nil { throw .proofRequired }
    guard policy == .signed || reader.isWhole else {
      let body = MessageBody(reader, length: opened.head.contentLength)
      return request(opened, body, client.map { .authenticated($0) } ?? .sealed, source, outer)
    }
    let limit = policy == .signed ? options.limits.signedBody : options.limits.body
    let (complete, body) = try await reader.complete(upTo: limit)
    guard case .signed = complete.attribution, let client else {
      if policy == .signed { throw .proofRequired }
      return request(complete, MessageBody(body), client.map { .authenticated($0) } ?? .sealed, source, outer)
    }
    return request(complete, MessageBody(body), .signed(client, complete.message), source, outer)
  }

  /// Who signed, if it is somebody known.
  func client(of message: OpenedMessage) async -> RegisteredClient? {
    guard let signer = message.signer else { return nil }
    return await clients?.client(signingWith: signer)
  }

  private func request(
    _ opened: OpenedRequest, _ body: MessageBody, _ protection: ServedRequest.Protection, _ source: PeerAddress,
    _ outer: RequestHead
  ) -> ServedRequest {
    ServedRequest(
      head: opened.head, body: body, protection: protection,
      untrustedFields: outer.fields.filter { options.untrustedFields.contains($0.name) }, source: source)
  }
}

extension Hint {
  /// The guard has no answer: nothing may be processed, nothing is promised.
  fileprivate init(_ failure: ReplayGuardFailure, at now: UInt64) {
    switch failure {
    case .notReady(let until):
      self = .notReady(
        seconds: until > now ? until - now : 1, "the replay guard may have forgotten messages of this time")
    case .unavailable(let why):
      self = .notReady(seconds: 1, why)
    }
  }
}

extension RequestHead {
  /// The length that the head announces.
  var contentLength: Int? {
    fields.first { $0.name == "content-length" }.flatMap { Int($0.value) }
  }
}
