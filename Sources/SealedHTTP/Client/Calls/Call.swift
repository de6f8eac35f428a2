internal import SealedPayload

/// One request of the application: an attempt, and where the rules allow it a second one.
struct Call: Sendable {
  private let request: RequestMessage
  private let sender: MessageSender
  private let rule: RetryRule

  init(_ request: RequestMessage, _ sender: MessageSender) {
    self.request = request
    self.sender = sender
    rule = RetryRule(request, sender.options)
  }

  /// The response to the first or the second attempt.
  func response() async throws(ClientError) -> SealedResponse {
    let first: AttemptEnd
    do throws(AttemptEnd) { return try await sender.attempt(request) } catch { first = error }
    if case .unsealed(let answer) = first.failure, answer.reason == .unknownKey { await sender.keys.refetch() }
    guard case .sealAgain(let seconds) = rule.step(after: first) else { throw error(first) }
    do {
      if seconds > 0 { try await sender.time.sleep(for: .seconds(seconds)) }
      try Task.checkCancellation()
    } catch {
      throw self.error(AttemptEnd(.cancelled, first.effect))
    }
    do throws(AttemptEnd) { return try await sender.attempt(request) } catch { throw self.error(error, after: first) }
  }

  /// Says `notSent` only if no attempt can have had an effect.
  private func error(_ end: AttemptEnd, after first: AttemptEnd? = nil) -> ClientError {
    let mayHaveTakenEffect = end.effect == .unknown || first?.effect == .unknown
    return mayHaveTakenEffect ? .outcomeUnknown(end.failure) : .notSent(end.failure)
  }
}
