public import SealedPayload

/// Remembers which messages were seen, so that a request takes effect at most once (spec/sealed-payload.md, "Freshness").
///
/// All instances of one API share one guard. A guard refuses every timestamp for which it may have forgotten an entry.
public protocol ReplayGuard: Sendable {
  /// Enters a message, in one atomic step; the first verdict on an identifier is final.
  ///
  /// - Parameters:
  ///   - identifier: of a message whose head was authenticated, and its proof if it has one.
  ///   - timestamp: the message's.
  ///   - intent: whether the server means to process it.
  ///   - now: seconds since 1970 by the server's clock.
  func claim(
    _ identifier: MessageIdentifier, timestamp: UInt64, intent: ClaimIntent, now: UInt64
  ) async throws(ReplayGuardFailure) -> ClaimOutcome
}

/// What a server means to do with a message.
public enum ClaimIntent: Sendable, Hashable {
  /// Process it.
  case admit
  /// Refuse it, for good: no copy of it shall be processed later.
  case refuse
}

/// What came of a claim.
public enum ClaimOutcome: Sendable, Hashable {
  /// This very call entered the message: what was intended holds.
  case entered
  /// The message was entered before, by another call.
  case replayed
  /// The guard may have forgotten messages of that time: refused, and nothing is promised.
  case belowFloor
}

/// The guard can't answer; nothing may be processed.
public enum ReplayGuardFailure: Error, Sendable, Hashable {
  /// Not before this time, in seconds since 1970: it may have forgotten messages until then.
  case notReady(until: UInt64)
  /// It can't be reached, or is full.
  case unavailable(String)
}
