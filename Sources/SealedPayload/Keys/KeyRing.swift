internal import Synchronization

/// The recipient keys that a server holds, by their identifiers; they come and go while it runs.
public final class KeyRing: Sendable {
  private let keys: Mutex<[KeyIdentifier: RecipientKey]>

  /// Takes keys; two with the same identifier are refused.
  public init(_ keys: [RecipientKey]) throws(KeyError) {
    var table: [KeyIdentifier: RecipientKey] = [:]
    for key in keys {
      guard table.updateValue(key, forKey: key.recipient.publicKey.identifier) == nil else { throw .duplicateKey }
    }
    self.keys = Mutex(table)
  }

  /// Adds a key; one with the same identifier as another is refused.
  public func add(_ key: RecipientKey) throws(KeyError) {
    let identifier = key.recipient.publicKey.identifier
    let isNew = keys.withLock { keys in
      guard keys[identifier] == nil else { return false }
      keys[identifier] = key
      return true
    }
    guard isNew else { throw .duplicateKey }
  }

  /// Retires a key: its sessions are erased now, itself when the last message that is being opened is done.
  ///
  /// - Returns: whether the key was there.
  @discardableResult
  public func remove(_ identifier: KeyIdentifier) -> Bool {
    let key = keys.withLock { $0.removeValue(forKey: identifier) }
    key?.sessions.removeAll()
    return key != nil
  }

  subscript(_ identifier: KeyIdentifier) -> RecipientKey? {
    keys.withLock { $0[identifier] }
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
