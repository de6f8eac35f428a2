public import SealedPayload

/// Why a request can't be sealed.
@nonexhaustive
public enum RequestProblem: Error, Sendable, Equatable {
  /// The head breaks a rule.
  case head(HeadProblem)
  /// The request is for another scheme or authority than this client's API.
  case otherOrigin(expected: String)
  /// The request has no content, and its sealed head is too large for a field: use less of it, or a tunnel.
  case tooLargeForField(byteCount: Int)
  /// The suite, padding or time can't be used.
  case sealing(SealError)
}

extension RequestProblem: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .head(let problem): problem.description
    case .otherOrigin(let expected): "this client seals requests for \(expected) alone; make another for another API"
    case .tooLargeForField(let count):
      "the sealed head takes \(count) bytes, and the field that carries a request without content at most "
        + "\(Carrier.maximumFieldByteCount); shorten it, or set ClientOptions.tunnel"
    case .sealing(let error): error.description
    }
  }

  init(_ error: SealError) {
    if case .invalidHead(let problem) = error { self = .head(problem) } else { self = .sealing(error) }
  }
}
