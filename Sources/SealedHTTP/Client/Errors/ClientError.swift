/// Why a request has no answer, by what the caller most needs to know: whether the API may have acted on it.
@nonexhaustive
public enum ClientError: Error, Sendable {
  /// The API has not acted on the request and will not: sending it again can't make anything happen twice.
  case notSent(ClientFailure)

  /// The API may have acted on the request, or not.
  ///
  /// Ask the API what happened before you repeat what must not happen twice, or repeat it with the same idempotency key.
  case outcomeUnknown(ClientFailure)

  /// The API has answered, but the answer's body did not arrive to its end: what was read of it is authentic, not complete.
  case responseIncomplete(ClientFailure)

  /// What went wrong.
  public var failure: ClientFailure {
    switch self {
    case .notSent(let failure), .outcomeUnknown(let failure), .responseIncomplete(let failure): failure
    }
  }

  /// Whether the API may have acted on the request.
  public var mayHaveTakenEffect: Bool { if case .notSent = self { false } else { true } }
}

extension ClientError: TransportFailure {
  /// Whether the API may have acted on the request: for those who use the client as a transport.
  public var wasSent: Bool { mayHaveTakenEffect }

  /// Whether waiting for the API took too long.
  public var isTimeout: Bool {
    if case .transport(let error) = failure { (error as? any TransportFailure)?.isTimeout == true } else { false }
  }
}

extension ClientError: CustomStringConvertible {
  /// What happened and what to do; without secrets.
  public var description: String {
    guard case .outcomeUnknown = self else { return problem }
    return "\(problem); ask the API before repeating what must not happen twice"
  }

  /// What happened, for programs that have advice of their own.
  package var problem: String {
    switch self {
    case .notSent(let failure): "the request has had no effect: \(failure)"
    case .outcomeUnknown(let failure): "whether the request had an effect is unknown: \(failure)"
    case .responseIncomplete(let failure): "the response is not complete: \(failure)"
    }
  }
}
