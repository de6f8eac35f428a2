internal import SealedPayload
internal import Synchronization

/// The API's clock as far as this client knows it: for timestamps of messages, nothing else (spec/sealed-payload.md,
/// section 23.4).
///
/// Keys and configurations are judged by this machine's own clock: whoever answers could keep an old one alive.
final class ServerClock: Sendable {
  private struct State {
    var offset: Int64 = 0
    var isDoubtful = false
  }

  private let time: any TimeSource
  private let state = Mutex(State())

  init(_ time: any TimeSource) {
    self.time = time
  }

  /// What to write into a message now.
  var timestamp: UInt64 {
    let now = Int64(clamping: time.now)
    return state.withLock { UInt64(clamping: now.addingReportingOverflow($0.offset).partialValue) }
  }

  /// Whether a request that is not idempotent has to wait until the API was asked for the time.
  var isDoubtful: Bool { state.withLock { $0.isDoubtful } }

  /// Takes the time from an authentic answer.
  ///
  /// The answer was written between `sent` and `received`, so a hop that holds it back moves nothing: the offset changes
  /// only as far as it contradicts the answer.
  func learn(_ serverTime: UInt64, sent: UInt64, received: UInt64) {
    guard serverTime <= FormatLimits.timestamp, sent <= received, received <= FormatLimits.timestamp else { return }
    let earliest = Int64(serverTime) - Int64(received)
    let latest = Int64(serverTime) - Int64(sent)
    state.withLock { state in
      state.offset = min(max(state.offset, earliest), latest)
      state.isDoubtful = false
    }
  }

  /// Says that messages of this clock were found fresh.
  func settle() { state.withLock { $0.isDoubtful = false } }

  /// Compares with the date of an answer that anybody can have written: it only makes the client ask.
  func compare(date: UInt64, sent: UInt64, received: UInt64) {
    guard date <= FormatLimits.timestamp, sent <= received, received <= FormatLimits.timestamp else { return }
    state.withLock { state in
      let allowed = Int64(ClientLimits.clockOffset)
      let (earliest, latest) = (Int64(sent) + state.offset - allowed, Int64(received) + state.offset + allowed)
      state.isDoubtful = !(earliest...latest).contains(Int64(date))
    }
  }
}
