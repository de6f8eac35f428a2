internal import Synchronization

/// The recipient keys that a server holds, by their identifiers; they come and go while it runs.
public final class KeyRing: Sendable {
  private struct State {
    var keys: [KeyIdentifier: RecipientKey] = [:]
    /// The keys that have an end.
    var ends: [KeyIdentifier: UInt64] = [:]
    /// The first of them.
    var nextEnd = UInt64.max
  }

  private let state = Mutex(State())

  /// Takes keys; two with the same identifier are refused.
  public init(_ keys: [RecipientKey]) throws(KeyError) {
    for key in keys { try add(key) }
  }

  /// Adds a key; one with the same identifier as another is refused.
  ///
  /// - Parameters:
  ///   - key: of any issuer.
  ///   - end: from when on it is refused, in seconds since 1970, as far as `expire(at:)` is told the time; never unless told.
  public func add(_ key: RecipientKey, until end: UInt64 = .max) throws(KeyError) {
    let identifier = key.recipient.publicKey.identifier
    let isNew = state.withLock { state in
      guard state.keys[identifier] == nil else { return false }
      state.keys[identifier] = key
      if end < .max {
        state.ends[identifier] = end
        state.nextEnd = min(state.nextEnd, end)
      }
      return true
    }
    guard isNew else { throw .duplicateKey }
  }

  /// Retires a key: its sessions are erased now, itself when the last message that is being opened is done.
  ///
  /// - Returns: whether the key was there.
  @discardableResult
  public func remove(_ identifier: KeyIdentifier) -> Bool {
    let key = state.withLock { state in
      state.ends[identifier] = nil
      state.nextEnd = state.ends.values.min() ?? .max
      return state.keys.removeValue(forKey: identifier)
    }
    key?.sessions.removeAll()
    return key != nil
  }

  /// Retires the keys whose end has come; cheap when there are none, so that it can be asked before every message.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: the keys that were retired.
  @discardableResult
  public func expire(at now: UInt64) -> [KeyIdentifier] {
    let past = state.withLock { state in
      state.nextEnd <= now ? state.ends.filter { $0.value <= now }.map(\.key) : []
    }
    for identifier in past { remove(identifier) }
    return past
  }

  /// The keys in it.
  public var identifiers: Set<KeyIdentifier> { state.withLock { Set($0.keys.keys) } }

  subscript(_ identifier: KeyIdentifier) -> RecipientKey? {
    state.withLock { $0.keys[identifier] }
  }
}

extension KeyRing {
  /// What a prelude says of the session that its message belongs to, before anything is computed.
  package enum SessionState: Sendable, Hashable {
    /// Not the prelude of a request, or its key isn't here.
    case unusable
    /// The session is remembered.
    case known
    /// Opening the message takes a key exchange.
    case new
  }

  /// Looks at the prelude of a request.
  package func sessionState(ofPrelude wire: Span<UInt8>) -> SessionState {
    guard let prelude = try? Prelude(wire, expecting: .request), let key = self[prelude.keyIdentifier]
    else { return .unusable }
    return key.sessions[prelude.sessionPrefix] == nil ? .new : .known
  }
}
