internal import SealedPayload

/// What a replay guard in memory remembers: the messages of each second together, so that they are dropped together.
///
/// An identifier belongs to one timestamp: it is a commitment to the prelude, which has it. So a message is looked for
/// among those of its second. Every entry is above the floor.
struct ReplayEntries: Sendable {
  private struct Second {
    let timestamp: UInt64
    var identifiers: Set<MessageIdentifier>
  }

  /// Smallest timestamp first: at most as many as there are seconds in the window and the life of an entry.
  private var seconds: [Second] = []
  private(set) var count = 0
  private(set) var floor: UInt64
  private(set) var newest: UInt64
  var isStopped = false

  init(floor: UInt64) {
    self.floor = floor
    newest = floor
  }

  mutating func claim(
    _ identifier: MessageIdentifier, _ timestamp: UInt64, now: UInt64, capacity: Int
  ) -> Result<ClaimOutcome, ReplayGuardFailure> {
    guard !isStopped else { return .failure(.unavailable("the guard has stopped")) }
    expire(now)
    if count >= capacity || now <= floor {
      if contains(identifier, timestamp) { return .success(.replayed) }
      guard now > floor else { return .failure(.notReady(until: min(floor, .max - 1) + 1)) }
      // This raises the floor, perhaps over the message.
      if timestamp > floor { dropOldest() }
    }
    guard timestamp > floor else { return .success(.belowFloor) }
    return .success(enter(identifier, timestamp) ? .entered : .replayed)
  }

  private func contains(_ identifier: MessageIdentifier, _ timestamp: UInt64) -> Bool {
    let place = place(of: timestamp)
    return isSecond(timestamp, at: place) && seconds[place].identifiers.contains(identifier)
  }

  /// Enters the message; false if it is there.
  private mutating func enter(_ identifier: MessageIdentifier, _ timestamp: UInt64) -> Bool {
    let place = place(of: timestamp)
    if isSecond(timestamp, at: place) {
      guard seconds[place].identifiers.insert(identifier).inserted else { return false }
    } else {
      seconds.insert(Second(timestamp: timestamp, identifiers: [identifier]), at: place)
    }
    count += 1
    newest = max(newest, timestamp)
    return true
  }

  /// Where a timestamp is or would be; looked for from the end, where nearly all are.
  private func place(of timestamp: UInt64) -> Int {
    var place = seconds.count
    while place > 0 && seconds[place - 1].timestamp >= timestamp { place -= 1 }
    return place
  }

  private func isSecond(_ timestamp: UInt64, at place: Int) -> Bool {
    place < seconds.count && seconds[place].timestamp == timestamp
  }

  /// Drops the entries whose life is over.
  private mutating func expire(_ now: UInt64) {
    let life = FreshnessLimits.past + FreshnessLimits.entryMargin
    guard now > life else { return }
    while let oldest = seconds.first, oldest.timestamp < now - life { dropOldest() }
  }

  /// Drops all entries of the oldest second, and raises the floor over them.
  private mutating func dropOldest() {
    guard !seconds.isEmpty else { return }
    let oldest = seconds.removeFirst()
    count -= oldest.identifiers.count
    floor = max(floor, oldest.timestamp)
  }
}
