internal import SealedPayload
internal import Synchronization

/// Why a replay guard in memory can't start or stop in a folder.
@nonexhaustive
public enum ReplayRecordError: Error, Sendable, Hashable {
  /// Another process, or another guard of this one, is accepting messages.
  case inUse(path: String)
  /// The system refused to read or write a file.
  case system(path: String, reason: String)
}

extension ReplayRecordError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .inUse(let path):
      "\(path) is locked by a server that still accepts requests; stop it first, or give each server keys of its own"
    case .system(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension MemoryReplayGuard {
  /// Starts a guard where the last one stopped (spec/sealed-payload.md, "Memory guard").
  ///
  /// Holds the folder's lock until `stop`, or until the guard is gone. The record of a clean stop is removed before the first
  /// claim, so that it counts once. Without a record, as after a crash, nothing is accepted for some seconds.
  ///
  /// - Parameters:
  ///   - folder: the key directory, or another folder that only this server uses.
  ///   - capacity: entries at most; beyond, the oldest are dropped and the floor rises.
  ///   - clockStep: by how much the clock may go back over a crash, in seconds.
  ///   - now: seconds since 1970; looked at once the lock is held, for until then a predecessor may accept messages.
  public static func starting(
    in folder: String, capacity: Int = 1_000_000, clockStep: UInt64 = 5, at now: @autoclosure () -> UInt64
  ) throws(ReplayRecordError) -> MemoryReplayGuard {
    let file = try ReplayRecordFile(in: folder)
    let record = try file.consume()
    let floor = record?.floor ?? floor(afterCrashAt: now(), clockStep: clockStep)
    return MemoryReplayGuard(floor: floor, capacity: capacity, file: file)
  }

  /// Removes the record in a folder: for a server with another guard, after which it would be wrong.
  public static func discardRecord(in folder: String) throws(ReplayRecordError) {
    _ = try ReplayRecordFile(in: folder).consume()
  }
}

/// The record of a replay guard on disk, and the lock that keeps a successor away.
final class ReplayRecordFile: Sendable {
  private let folder: PrivateFolder
  /// Nil once another guard may start.
  private let lock: Mutex<OpenFile?>

  /// Takes the lock.
  init(in path: String) throws(ReplayRecordError) {
    let folder = PrivateFolder(path)
    let lockPath = folder.path(ReplayRecord.lockName)
    let file = try recording { () throws(SystemFailure) -> OpenFile in try OpenFile(lockPath, for: .locking) }
    guard try recording({ () throws(SystemFailure) in try file.lock(isPatient: false) })
    else { throw .inUse(path: lockPath) }
    self.folder = folder
    lock = Mutex(file)
  }

  /// Reads the record and removes it; nil if there is none, or none that this version wrote.
  ///
  /// Its bytes are overwritten on the disk first: a record that came back after a power failure would be believed.
  func consume() throws(ReplayRecordError) -> ReplayRecord? {
    try recording { () throws(SystemFailure) in
      let bytes: [UInt8]?
      do throws(SystemFailure) {
        bytes = try folder.read(ReplayRecord.fileName, limit: ReplayRecord.byteCount)
      } catch {
        guard error.isTooLarge else { throw error }
        bytes = []
      }
      guard let bytes else { return nil }
      try folder.erase(ReplayRecord.fileName)
      return ReplayRecord(bytes)
    }
  }

  /// Writes the record, then lets a successor start; a second call does nothing.
  func leave(_ record: ReplayRecord) throws(ReplayRecordError) {
    try lock.withLock { lock throws(ReplayRecordError) in
      guard let held = lock.take() else { return }
      let bytes = record.bytes
      try withExtendedLifetime(held) { () throws(ReplayRecordError) in
        try recording { () throws(SystemFailure) in
          try folder.replace(ReplayRecord.fileName, with: bytes.span)
        }
      }
    }
  }
}

private func recording<R: ~Copyable>(_ body: () throws(SystemFailure) -> R) throws(ReplayRecordError) -> R {
  do throws(SystemFailure) { return try body() } catch { throw .system(path: error.path, reason: error.reason) }
}
