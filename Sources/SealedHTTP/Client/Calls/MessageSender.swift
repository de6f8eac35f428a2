internal import SealedPayload

/// One attempt: seal, send, open.
struct MessageSender: Sendable {
  let transport: any Transport
  let keys: KeyDirectory
  let sessions: SessionPool
  let clock: ServerClock
  let time: any TimeSource
  let options: ClientOptions

  /// Gives the response, or how the attempt ended.
  func attempt(_ request: RequestMessage) async throws(AttemptEnd) -> SealedResponse {
    let (sealed, signers, sealedAt) = try await seal(request)
    guard !Task.isCancelled else { throw AttemptEnd(.cancelled, .neverLeft) }
    let reader = AnswerReader(exchange: sealed.exchange, signers: signers, options: options)
    let reading: AnswerReader.Reading
    do throws(ClientFailure) {
      reading = try await reader.read(try await send(sealed))
    } catch {
      throw end(error, sealed)
    }
    switch reading {
    case .response(let response): return response
    case .verdict(let verdict, let retryAfter):
      let now = time.now
      clock.learn(verdict.time, sent: sealedAt, received: now)
      // A promise that comes late may be of a guard that has forgotten since, and one from before the message is none.
      let isInTime = now >= sealedAt && now - sealedAt <= ClientLimits.resendWithin
      let bodyFailure = sealed.upload?.failure.map { ClientFailure.body($0) }
      throw AttemptEnd(
        bodyFailure ?? .refused(verdict, retryAfter: retryAfter),
        verdict.processed == false && isInTime ? .ruledOut : .unknown)
    }
  }

  private func seal(
    _ request: RequestMessage
  ) async throws(AttemptEnd) -> (RequestBinding.Bound, signers: [VerifyingKey], sealedAt: UInt64) {
    do throws(ClientFailure) {
      let configuration = try await keys.current()
      let binding = RequestBinding(options)
      let prepared = try await binding.prepare(request)
      let session = try sessions.session(configuration, for: request.head.fields)
      let sealedAt = time.now
      let sealed = try binding.seal(prepared, in: session, timestamp: clock.timestamp)
      return (sealed, configuration.responseKeys, sealedAt)
    } catch {
      throw AttemptEnd(error, .neverLeft)
    }
  }

  private func send(_ sealed: RequestBinding.Bound) async throws(ClientFailure) -> ResponseMessage {
    do { return try await transport.send(sealed.outer) } catch { throw .transport(error) }
  }

  /// Names what really happened behind an error of the transport.
  private func end(_ failure: ClientFailure, _ sealed: RequestBinding.Bound) -> AttemptEnd {
    if let bodyFailure = sealed.upload?.failure { return AttemptEnd(.body(bodyFailure), .unknown) }
    guard case .transport(let error) = failure else { return AttemptEnd(failure, .unknown) }
    let effect: AttemptEnd.Effect = (error as? any TransportFailure)?.wasSent == false ? .neverLeft : .unknown
    return AttemptEnd(Task.isCancelled || error is CancellationError ? .cancelled : failure, effect)
  }
}
