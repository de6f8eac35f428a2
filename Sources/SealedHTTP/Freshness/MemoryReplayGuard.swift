public import SealedPayload
internal import Synchronization

/// A guard in the memory of one process.
///
/// A successor must not start before its predecessor has stopped accepting: `starting(in:at:)` sees to that.
public final class MemoryReplayGuard: ReplayGuard {
  private let capacity: Int
  private let state: Mutex<ReplayEntries>
  private let file: ReplayRecordFile?

  /// Makes a guard that leaves nothing on disk: the caller answers for the floor.
  ///
  /// - Parameters:
  ///   - floor: all timestamps up to this one are refused, for they may have been accepted before.
  ///   - capacity: entries at most; beyond, the oldest are dropped and the floor rises.
  public convenience init(floor: UInt64, capacity: Int = 1_000_000) {
    self.init(floor: floor, capacity: capacity, file: nil)
  }

  init(floor: UInt64, capacity: Int, file: ReplayRecordFile?) {
    self.capacity = max(capacity, 1)
    self.file = file
    state = Mutex(ReplayEntries(floor: floor))
  }

  /// The floor of a guard whose predecessor left no record: all that it may have admitted lies at or below it.
  ///
  /// - Parameters:
  ///   - start: when this process started, in seconds since 1970.
  ///   - clockStep: by how much the clock may have gone back since, in seconds.
  public static func floor(afterCrashAt start: UInt64, clockStep: UInt64 = 5) -> UInt64 {
    start + FreshnessLimits.future + clockStep
  }

  /// All timestamps up to this one are refused; it never falls.
  public var floor: UInt64 { state.withLock { $0.floor } }

  /// What a clean stop records: nothing above it was entered.
  public var newest: UInt64 { state.withLock { $0.newest } }

  /// How many messages are remembered.
  public var count: Int { state.withLock { $0.count } }

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
    try state.withLock { $0.claim(identifier, timestamp, now: now, capacity: capacity) }.get()
  }

  /// Stops for good, and leaves the record for a successor: from here on every claim fails.
  ///
  /// Call it when no request is accepted any more. If the record can't be written, a successor starts as after a crash.
  public func stop() throws(ReplayRecordError) {
    let newest = state.withLock { state in
      state.isStopped = true
      return state.newest
    }
    try file?.leave(ReplayRecord(floor: newest))
  }
}
