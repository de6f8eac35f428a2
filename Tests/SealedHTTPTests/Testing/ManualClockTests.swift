import SealedTesting
import Testing

@Suite("A clock set by hand")
struct ManualClockTests {
  @Test("Sleepers wake when their time has come, the earliest first")
  func order() async throws {
    let clock = ManualClock(now: 100)
    await withTaskGroup(of: Int.self) { group in
      for seconds in [30, 10, 20] {
        group.addTask {
          try? await clock.sleep(for: .seconds(seconds))
          return seconds
        }
      }
      await clock.waitForSleepers(3)
      var woken: [Int] = []
      for _ in 0..<3 {
        clock.advance(by: 10)
        if let seconds = await group.next() { woken.append(seconds) }
      }
      #expect(woken == [10, 20, 30])
    }
    #expect(clock.now == 130 && clock.sleeperCount == 0)
  }

  @Test("Setting the clock wakes nobody, forwards or backwards")
  func set() async throws {
    let clock = ManualClock(now: 100)
    let sleeper = Task { try await clock.sleep(for: .seconds(5)) }
    await clock.waitForSleepers()
    clock.set(1_000)
    clock.set(1)
    #expect(clock.now == 1 && clock.sleeperCount == 1)
    clock.advance(by: 5)
    try await sleeper.value
    #expect(clock.now == 6)
  }

  @Test("A cancelled sleeper wakes with an error, before or after it fell asleep", arguments: [true, false])
  func cancelled(isAsleep: Bool) async throws {
    let clock = ManualClock()
    let sleeper = Task { try await clock.sleep(for: .seconds(5)) }
    if isAsleep { await clock.waitForSleepers() }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test("Nobody sleeps for no time")
  func zero() async throws {
    try await ManualClock().sleep(for: .zero)
  }
}
