internal import SealedPayload

/// When a call may seal its request once more (spec/sealed-payload.md, section 23.3).
struct RetryRule: Sendable {
  /// Whether a second copy of the request does no harm (RFC 9110 section 9.2.2).
  let isIdempotent: Bool
  /// Whether the body can be read twice.
  let isRepeatable: Bool
  /// Seconds that may be waited.
  let longestWait: UInt64

  init(_ request: RequestMessage, _ options: ClientOptions) {
    isIdempotent = Self.isIdempotent(request.head.method)
    isRepeatable = request.body.isEmpty || request.body.isRepeatable
    longestWait = options.longestWait
  }

  /// What to do after an attempt.
  enum Step: Sendable, Hashable {
    case giveUp
    /// Seal again, after so many seconds.
    case sealAgain(after: UInt64)
  }

  static func isIdempotent(_ method: String) -> Bool {
    ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(method)
  }

  /// The API's reasons against which the same request sealed again does nothing.
  private static let lastingReasons: Set<String> = [
    "mismatch", "proof-required", "forbidden", "rate-limited", "too-large",
  ]

  /// The step after the first attempt; after the second there is none.
  func step(after end: AttemptEnd) -> Step {
    guard isRepeatable else { return .giveUp }
    switch end.failure {
    case .refused(let verdict, _):
      if Self.lastingReasons.contains(verdict.reason) { return .giveUp }
      return isIdempotent || end.effect == .ruledOut ? .sealAgain(after: 0) : .giveUp
    case .unsealed(let answer) where answer.reason == .notReady: return isIdempotent ? wait(answer.retryAfter) : .giveUp
    case .unsealed, .unauthentic, .unsigned, .transport: return isIdempotent ? .sealAgain(after: 0) : .giveUp
    case .invalidRequest, .keys, .body, .cancelled: return .giveUp
    }
  }

  private func wait(_ seconds: UInt64?) -> Step {
    let seconds = seconds ?? 1
    return seconds <= longestWait ? .sealAgain(after: seconds) : .giveUp
  }
}
