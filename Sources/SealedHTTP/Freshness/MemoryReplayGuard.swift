public import SealedPayload
internal import Synchronization

/// A guard in the memory of one process.
///
/// A successor must not start before its predecessor has stopped accepting.
public final class MemoryReplayGuard: ReplayGuard {
  fileprivate struct State {
    var identifiers: Set<MessageIdentifier> = []
    /// The identifiers by their timestamps, so that the oldest are dropped together.
    var byTimestamp: [UInt64: [MessageIdentifier]] = [:]
    /// The timestamps that have entries, smallest first.
    var timestamps: [UInt64] = []
    var floor: UInt64
    var newest: UInt64
  }

  private let capacity: Int
  private let state: Mutex<State>

  /// Makes a guard.
  ///
  /// - Parameters:
  ///   - floor: what a clean stop recorded, or `MemoryReplayGuard.floor(afterCrashAt:)`.
  ///   - capacity: entries at most; beyond, the oldest are dropped and the floor rises.
  public init(floor: UInt64, capacity: Int = 1_000_000) {
    self.capacity = max(capacity, 1)
    state = Mutex(State(floor: floor, newest: floor))
  }

  /// The floor of a guard whose predecessor left no record: all that it may have admitted lies at or below it.
  public static func floor(afterCrashAt start: UInt64) -> UInt64 {
    start + FreshnessLimits.future + FreshnessLimits.clockStep
  }

  /// All timestamps up to this one are refused; it never falls.
  public var floor: UInt64 { state.withLock { $0.floor } }

  /// What a clean stop records: nothing above it was entered.
  public var newest: UInt64 { state.withLock { $0.newest } }

  /// How many messages are remembered.
  public var count: Int { state.withLock { $0.identifiers.count } }

  /// Enters a message, in one atomic step; the first verdict on an identifier is final.
  ///
  /// - Parameters:
  ///   - identifier: of a message whose head was authenticated, and its proof if it has one.
  ///   - timestamp: the message's.
  ///   - intent: whether the server means to process it; what was entered counts, not why.
  ///   - now: seconds since 1970 by the server's clock.
  public func claim(
    _ identifier: MessageIdentifier, timestamp: UInt64, intent: ClaimIntent, now: UInt64
  ) async throws(ReplayGuardFailure) -> ClaimOutcome {
    let result = state.withLock { state -> Result<ClaimOutcome, ReplayGuardFailure> in
      state.expire(now)
      if state.identifiers.contains(identifier) { return .success(.replayed) }
      guard now > state.floor else { return .failure(.notReady(until: state.floor + 1)) }
      guard timestamp > state.floor else { return .success(.belowFloor) }
      if state.identifiers.count >= capacity { state.dropOldest() }
      // Dropping may have raised the floor to this very message's time.
      guard timestamp > state.floor else { return .success(.belowFloor) }
      state.enter(identifier, timestamp)
      return .success(.entered)
    }
    return try result.get()
  }
}

extension MemoryReplayGuard.State {
  fileprivate mutating func enter(_ identifier: MessageIdentifier, _ timestamp: UInt64) {
    identifiers.insert(identifier)
    newest = max(newest, timestamp)
    if byTimestamp[timestamp] == nil {
      let place = timestamps.lastIndex { $0 < timestamp }.map { $0 + 1 } ?? 0
      timestamps.insert(timestamp, at: place)
    }
    byTimestamp[timestamp, default: []].append(identifier)
  }

  /// Drops the entries whose life is over.
  fileprivate mutating func expire(_ now: UInt64) {
    let life = FreshnessLimits.past + FreshnessLimits.entryMargin
    while let oldest = timestamps.first, oldest + life < now { dropOldest() }
  }

  /// Drops all entries of the oldest time, and raises the floor over them.
  fileprivate mutating func dropOldest() {
    guard let oldest = timestamps.first else { return }
    for identifier in byTimestamp.removeValue(forKey: oldest) ?? [] { identifiers.remove(identifier) }
    timestamps.removeFirst()
    floor = max(floor, oldest)
  }
}
