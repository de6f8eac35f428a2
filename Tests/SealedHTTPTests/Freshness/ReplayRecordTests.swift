import Foundation
import SealedHTTP
import SealedPayload
import Testing

@Suite("Freshness over restarts")
struct ReplayRecordTests {
  let now = KeyFolder.now

  private func identifier(_ number: UInt8) -> MessageIdentifier {
    MessageIdentifier(bytes: [UInt8](repeating: number, count: 32))
  }

  private func start(_ folder: KeyFolder, at now: UInt64) throws(ReplayRecordError) -> MemoryReplayGuard {
    try MemoryReplayGuard.starting(in: folder.path, at: now)
  }

  /// After this call the guard is gone, without a clean stop.
  private func admit(_ identifier: MessageIdentifier, timestamp: UInt64, by guarding: MemoryReplayGuard) async throws {
    #expect(try await Freshness(guarding).judge(identifier, timestamp: timestamp, now: now) == .admitted)
  }

  private func hasRecord(_ folder: KeyFolder) -> Bool {
    FileManager.default.fileExists(atPath: folder.path("replay-record"))
  }

  @Test("A new directory is ready at once, for nothing was accepted under its keys")
  func first() async throws {
    let folder = try KeyFolder()
    let replayGuard = try start(folder, at: now)
    #expect(replayGuard.floor == 0)
    #expect(!hasRecord(folder))
    #expect(try await Freshness(replayGuard).judge(identifier(1), timestamp: now, now: now) == .admitted)
  }

  @Test("7: what was processed before a clean restart is refused, and nothing newer waits")
  func clean() async throws {
    let folder = try KeyFolder()
    let first = try start(folder, at: now)
    #expect(try await Freshness(first).judge(identifier(1), timestamp: now + 9, now: now) == .admitted)
    try first.stop()
    #expect(hasRecord(folder))
    let second = try start(folder, at: now)
    #expect(second.floor == now + 9)
    #expect(!hasRecord(folder))
    await #expect(throws: ReplayGuardFailure.notReady(until: now + 10)) {
      try await Freshness(second).judge(identifier(1), timestamp: now + 9, now: now + 9)
    }
    let copy = try await Freshness(second).judge(identifier(1), timestamp: now + 9, now: now + 10)
    #expect(copy == .stale(isPromised: false))
    #expect(try await Freshness(second).judge(identifier(2), timestamp: now + 10, now: now + 10) == .admitted)
  }

  @Test("7: what was processed before a crash is refused, with clock steps of up to 5 s back", arguments: 0...5)
  func crash(step: UInt64) async throws {
    let folder = try KeyFolder()
    try await admit(identifier(1), timestamp: now + 10, by: start(folder, at: now))
    let second = try start(folder, at: now - step)
    for time in now - step...now + 200 {
      let judgement = try? await Freshness(second).judge(identifier(1), timestamp: now + 10, now: time)
      #expect(judgement == nil || judgement == .stale(isPromised: false))
    }
  }

  @Test("7: a record counts once: a crash after a clean restart is a crash")
  func once() async throws {
    let folder = try KeyFolder()
    try start(folder, at: now).stop()
    _ = try start(folder, at: now + 100)
    #expect(try start(folder, at: now + 100).floor == now + 115)
  }

  @Test("8: while one guard serves, no other starts; after its clean stop or its end one does")
  func second() async throws {
    let folder = try KeyFolder()
    let inUse = ReplayRecordError.inUse(path: folder.path("replay-lock"))
    var first: MemoryReplayGuard? = try start(folder, at: now)
    #expect(throws: inUse) { try start(folder, at: now) }
    #expect(throws: inUse) { try MemoryReplayGuard.discardRecord(in: folder.path) }
    try first?.stop()
    let second = try start(folder, at: now)
    // The stopped one accepts nothing any more, and does not write again.
    if let stopped = first {
      await #expect(throws: ReplayGuardFailure.unavailable("the guard has stopped")) {
        try await Freshness(stopped).judge(identifier(1), timestamp: now, now: now)
      }
      try stopped.stop()
    }
    #expect(!hasRecord(folder))
    first = nil
    #expect(throws: inUse) { try start(folder, at: now) }
    withExtendedLifetime(second) {}
  }

  @Test("8: a second process is refused while the first serves")
  func process() throws {
    let folder = try KeyFolder()
    let first = try start(folder, at: now)
    #expect(try flock(folder.path("replay-lock")) == 1)
    try first.stop()
    #expect(try flock(folder.path("replay-lock")) == 0)
  }

  /// The exit status of another process that tries the lock.
  private func flock(_ path: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["flock", "--nonblock", "--conflict-exit-code", "1", path, "true"]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test("9: a clock that was ahead before a clean stop and is right after it lets no copy in")
  func clockBack() async throws {
    let folder = try KeyFolder()
    let first = try start(folder, at: now)
    #expect(try await Freshness(first).judge(identifier(1), timestamp: now, now: now) == .admitted)
    #expect(try await Freshness(first).judge(identifier(2), timestamp: now + 600, now: now + 600) == .admitted)
    try first.stop()
    let second = try start(folder, at: now)
    for (number, timestamp) in [(UInt8(1), now), (2, now + 600)] {
      for time in stride(from: now, through: now + 800, by: 10) {
        let judgement = try? await Freshness(second).judge(identifier(number), timestamp: timestamp, now: time)
        #expect(judgement == nil || judgement == .stale(isPromised: false))
      }
    }
  }

  @Test("9: a clock that goes back while the guard starts is looked at under the lock")
  func clockRead() throws {
    let folder = try KeyFolder()
    let first = try start(folder, at: now)
    var reads = 0
    func clock() -> UInt64 {
      reads += 1
      return now
    }
    #expect(throws: ReplayRecordError.self) { try MemoryReplayGuard.starting(in: folder.path, at: clock()) }
    #expect(reads == 0)
    withExtendedLifetime(first) {}
  }

  @Test("What was refused with a promise stays refused over a restart")
  func promise() async throws {
    let folder = try KeyFolder()
    let first = try start(folder, at: now)
    let refused = try await Freshness(first).judge(identifier(1), timestamp: now + 10, intent: .refuse, now: now)
    #expect(refused == .refused)
    try first.stop()
    let second = try start(folder, at: now + 11)
    let copy = try await Freshness(second).judge(identifier(1), timestamp: now + 10, now: now + 11)
    #expect(copy == .stale(isPromised: false))
  }

  @Test("A floor does not fall over restarts in which nothing is entered")
  func floor() throws {
    let folder = try KeyFolder()
    try MemoryReplayGuard.discardRecord(in: folder.path)
    let crashed = try start(folder, at: now)
    #expect(crashed.floor == now + 15)
    try crashed.stop()
    for _ in 0..<3 {
      let next = try start(folder, at: now - 1000)
      #expect(next.floor == now + 15)
      try next.stop()
    }
  }

  @Test("A record that this version did not write counts as none, and is gone")
  func damaged() throws {
    let folder = try KeyFolder()
    let good = ReplayRecord(floor: now + 500).bytes
    for bytes in [[], Array(good.dropLast(4)), Array("{}".utf8), [UInt8](repeating: 0x20, count: 2_000), [0, 0, 0]] {
      try Data(bytes).write(to: URL(filePath: folder.path("replay-record")))
      #expect(try start(folder, at: now).floor == now + 15)
      #expect(!hasRecord(folder))
    }
    try Data(good).write(to: URL(filePath: folder.path("replay-record")))
    #expect(try start(folder, at: now).floor == now + 500)
    #expect(ReplayRecord(ReplayRecord(floor: 7).bytes) == ReplayRecord(floor: 7))
  }

  @Test("A folder that is not there is named, and so is what can't be written at the end")
  func system() throws {
    let folder = try KeyFolder()
    let missing = folder.path("none")
    #expect { try MemoryReplayGuard.starting(in: missing, at: now) } throws: { error in
      guard case ReplayRecordError.system(path: "\(missing)/replay-lock", let reason)? = error as? ReplayRecordError
      else { return false }
      return !reason.isEmpty && "\(error)".contains(missing)
    }
    let first = try start(folder, at: now)
    try FileManager.default.createDirectory(
      atPath: folder.path("replay-record"), withIntermediateDirectories: false)
    #expect(throws: ReplayRecordError.self) { try first.stop() }
    // It has stopped all the same; without a record, its successor starts as after a crash.
    try FileManager.default.removeItem(atPath: folder.path("replay-record"))
    #expect(try start(folder, at: now).floor == now + 15)
  }
}
