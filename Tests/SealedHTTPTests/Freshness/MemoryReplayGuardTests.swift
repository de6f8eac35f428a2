import SealedHTTP
import SealedPayload
import Testing

@Suite("Freshness in memory")
struct MemoryReplayGuardTests {
  let now: UInt64 = 1_700_000_000

  func identifier(_ number: Int) -> MessageIdentifier {
    MessageIdentifier(bytes: (0..<32).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 })
  }

  @Test("1: the second copy is replayed")
  func second() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now) == .admitted)
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now) == .replayed)
    #expect(try await freshness.judge(identifier(2), timestamp: now, now: now) == .admitted)
  }

  @Test("2: of 100 copies at once one is admitted")
  func concurrent() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    let (now, identifier) = (now, identifier(1))
    let admitted = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<100 {
        group.addTask { (try? await freshness.judge(identifier, timestamp: now, now: now)) == .admitted }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(admitted == 1)
  }

  @Test("The window includes both of its ends")
  func window() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    #expect(try await freshness.judge(identifier(1), timestamp: now - 120, now: now) == .admitted)
    #expect(try await freshness.judge(identifier(2), timestamp: now - 121, now: now) == .stale(isPromised: true))
    #expect(try await freshness.judge(identifier(3), timestamp: now + 10, now: now) == .admitted)
    #expect(try await freshness.judge(identifier(4), timestamp: now + 11, now: now) == .stale(isPromised: false))
  }

  @Test("4: what comes from the future is not entered, and admitted in its time")
  func future() async throws {
    let replayGuard = MemoryReplayGuard(floor: now - 1000)
    let freshness = Freshness(replayGuard)
    #expect(try await freshness.judge(identifier(1), timestamp: now + 600, now: now) == .stale(isPromised: false))
    #expect(replayGuard.count == 0)
    #expect(try await freshness.judge(identifier(1), timestamp: now + 600, now: now + 600) == .admitted)
  }

  @Test("5: too old after an admitted copy is replayed, not stale")
  func tooOldCopy() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now) == .admitted)
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now + 121) == .replayed)
  }

  @Test("A refused message stays refused")
  func refused() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    let first = try await freshness.judge(identifier(1), timestamp: now, intent: .refuse, now: now)
    #expect(first == .refused)
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now) == .replayed)
  }

  @Test("7, 8: after a crash nothing is claimed before the floor has passed")
  func crash() async throws {
    let floor = MemoryReplayGuard.floor(afterCrashAt: now)
    let freshness = Freshness(MemoryReplayGuard(floor: floor))
    await #expect(throws: ReplayGuardFailure.notReady(until: floor + 1)) {
      try await freshness.judge(identifier(1), timestamp: now + 9, now: floor)
    }
    #expect(try await freshness.judge(identifier(1), timestamp: floor, now: floor + 1) == .stale(isPromised: false))
    #expect(try await freshness.judge(identifier(2), timestamp: floor + 1, now: floor + 1) == .admitted)
  }

  @Test("9: a clock that goes forward and back lets no copy in")
  func clock() async throws {
    let freshness = Freshness(MemoryReplayGuard(floor: now - 1000))
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now) == .admitted)
    #expect(try await freshness.judge(identifier(2), timestamp: now + 600, now: now + 600) == .admitted)
    await #expect(throws: ReplayGuardFailure.self) {
      try await freshness.judge(identifier(1), timestamp: now, now: now)
    }
    #expect(try await freshness.judge(identifier(1), timestamp: now, now: now + 1) == .stale(isPromised: false))
  }

  @Test("10: a full guard forgets the oldest, and refuses their time")
  func capacity() async throws {
    let replayGuard = MemoryReplayGuard(floor: now - 1000, capacity: 3)
    let freshness = Freshness(replayGuard)
    for offset in 0..<5 {
      let timestamp = now - 10 + UInt64(offset)
      #expect(try await freshness.judge(identifier(offset), timestamp: timestamp, now: now) == .admitted)
    }
    #expect(replayGuard.count == 3)
    #expect(replayGuard.floor == now - 9)
    #expect(try await freshness.judge(identifier(0), timestamp: now - 10, now: now) == .stale(isPromised: false))
    #expect(try await freshness.judge(identifier(4), timestamp: now - 6, now: now) == .replayed)
  }
}
