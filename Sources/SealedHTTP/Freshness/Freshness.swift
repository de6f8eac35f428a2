public import SealedPayload

/// Judges the time of a message and claims it: the one step between its head and its effect.
public struct Freshness: Sendable {
  private let replayGuard: any ReplayGuard

  /// Takes the guard that all instances of the API share.
  public init(_ replayGuard: any ReplayGuard) {
    self.replayGuard = replayGuard
  }

  /// What may be done with a message.
  public enum Judgement: Sendable, Hashable {
    /// Process it: nobody else has or will.
    case admitted
    /// Refuse it for the reason that the server had: this call made sure that no copy is ever processed.
    case refused
    /// Refuse it as stale; `isPromised` tells whether this call made sure that no copy is ever processed.
    case stale(isPromised: Bool)
    /// Refuse it as replayed: another copy was there first, and may have been processed.
    case replayed
  }

  /// Judges and claims, in one step of the guard.
  ///
  /// - Parameters:
  ///   - identifier: of a message whose head was authenticated, and its proof if it has one.
  ///   - timestamp: the message's.
  ///   - intent: `refuse` for a message that policy forbids whatever its time.
  ///   - now: seconds since 1970 by the server's clock.
  public func judge(
    _ identifier: MessageIdentifier, timestamp: UInt64, intent: ClaimIntent = .admit, now: UInt64
  ) async throws(ReplayGuardFailure) -> Judgement {
    // Nothing is entered for what comes from the future: after a restart the same bytes could be in the window.
    guard timestamp <= now + FreshnessLimits.future else { return .stale(isPromised: false) }
    let isTooOld = timestamp + FreshnessLimits.past < now
    let outcome = try await replayGuard.claim(
      identifier, timestamp: timestamp, intent: isTooOld ? .refuse : intent, now: now)
    switch outcome {
    case .replayed: return .replayed
    case .belowFloor: return .stale(isPromised: false)
    case .entered where isTooOld: return .stale(isPromised: true)
    case .entered: return intent == .admit ? .admitted : .refused
    }
  }
}
