internal import Synchronization

/// The sessions of one recipient key that were used last, so that their key exchange is paid once.
///
/// Looked up by the whole prelude before the nonce, never by `enc` alone: a session can't be used under another mode,
/// suite or key. Only sessions whose head was authenticated get in.
final class SessionCache: Sendable {
  fileprivate struct Entry {
    let prefix: [UInt8]
    let session: SessionContext
    var newer: Int?
    var older: Int?
  }

  fileprivate struct State {
    var slots: [[UInt8]: Int] = [:]
    var entries: [Entry] = []
    var newest: Int?
    var oldest: Int?
    var isClosed = false
  }

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// The session with this prefix, which becomes the newest.
  subscript(_ prefix: [UInt8]) -> SessionContext? {
    state.withLock { state -> SessionContext? in
      guard let slot = state.slots[prefix] else { return nil }
      state.unlink(slot)
      state.linkNewest(slot)
      return state.entries[slot].session
    }
  }

  /// Remembers a session, in the place of the one that was not used for longest.
  func insert(_ session: SessionContext, prefix: [UInt8]) {
    guard capacity > 0 else { return }
    state.withLock { state in
      guard !state.isClosed, state.slots[prefix] == nil else { return }
      let slot = state.freeSlot(capacity)
      let entry = Entry(prefix: prefix, session: session)
      if slot == state.entries.count { state.entries.append(entry) } else { state.entries[slot] = entry }
      state.slots[prefix] = slot
      state.linkNewest(slot)
    }
  }

  /// Forgets all sessions, and remembers none from now on: the key is retired.
  func removeAll() {
    state.withLock { state in
      state = State()
      state.isClosed = true
    }
  }

  /// How many sessions are remembered.
  var count: Int { state.withLock { $0.slots.count } }
}

extension SessionCache.State {
  fileprivate mutating func freeSlot(_ capacity: Int) -> Int {
    guard entries.count >= capacity, let slot = oldest else { return entries.count }
    unlink(slot)
    slots[entries[slot].prefix] = nil
    return slot
  }

  fileprivate mutating func unlink(_ slot: Int) {
    let (newer, older) = (entries[slot].newer, entries[slot].older)
    if let newer { entries[newer].older = older } else { newest = older }
    if let older { entries[older].newer = newer } else { oldest = newer }
  }

  fileprivate mutating func linkNewest(_ slot: Int) {
    entries[slot].newer = nil
    entries[slot].older = newest
    if let newest { entries[newest].newer = slot }
    newest = slot
    if oldest == nil { oldest = slot }
  }
}
