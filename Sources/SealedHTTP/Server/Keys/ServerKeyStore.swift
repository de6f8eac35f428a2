public import SealedPayload
internal import Synchronization

/// The keys of a server out of a key directory (spec/key-store.md) that changes while the server runs.
///
/// A new key is in the ring before the configuration that lists it is published, and an old one leaves the ring after that, or when its
/// time has come. So a rotation costs no request.
public final class ServerKeyStore: ServerKeySource {
  fileprivate struct State {
    var published: PublishedKeys
    var listing: KeyStoreListing
    var issuedAt: UInt64
    var stamp: FileStamp?
    var problem: KeyStoreError?
    var attemptedAt: UInt64
  }

  private let store: KeyStore
  private let rules: MaintenanceRules?
  private let sessions: Int
  private let state: Mutex<State>
  /// Held while the directory is read: who waits for it finds the work done.
  private let reading = Mutex(())

  /// The API's origin.
  public let issuer: Issuer

  /// The private keys; those past their life leave it in `refresh`.
  public let ring: KeyRing

  /// Opens a key directory, and loads all of it: fails rather than serving less than what it lists.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - now: seconds since 1970.
  ///   - rules: when to rotate and sign; nil leaves that, and erasing, to somebody else.
  ///   - sessions: how many sessions each key remembers.
  public init(
    opening path: String, at now: UInt64, maintaining rules: MaintenanceRules? = .init(), sessions: Int = 10_000
  ) throws(KeyStoreError) {
    store = try KeyStore(opening: path)
    self.rules = rules
    self.sessions = sessions
    // After a long rest, or a crash in the middle of a change, there may be nothing to serve until this is done.
    if let rules { try store.maintain(at: now, rules: rules) }
    let stamp = try store.stamp()
    let loaded = try store.load(at: now, sessions: sessions)
    issuer = loaded.listing.issuer
    do { ring = try KeyRing([]) } catch { throw .key(path: path, error) }
    state = Mutex(State(loaded, stamp: stamp, at: now))
    try ring.add(loaded, path)
  }

  /// What clients get, and what signs responses.
  public var published: PublishedKeys { state.withLock { $0.published } }

  /// What the directory tells, as it was last loaded.
  public var listing: KeyStoreListing { state.withLock { $0.listing } }

  /// The key that signs configurations: what clients pin.
  public var identity: VerifyingKey { listing.identity }

  /// Why the last change of the directory was not taken up, so that what was in use stays in use; nil if it was.
  public var problem: KeyStoreError? { state.withLock { $0.problem } }

  /// Takes up what changed and retires what is past its life: one look at one file if nothing changed.
  public func refresh(at now: UInt64) {
    ring.expire(at: now)
    guard isBehind(at: now) else { return }
    reading.withLock { _ in
      guard isBehind(at: now) else { return }
      let stamp = try? store.stamp()
      do throws(KeyStoreError) {
        try reload(at: now, stamp: stamp)
      } catch {
        dropRevoked()
        state.withLock { $0.fail(error, stamp: stamp, at: now) }
      }
    }
  }

  /// Does what is due in the directory, and takes it up; for the server to call about once a second.
  ///
  /// - Returns: what was done; nil if somebody else does it.
  @discardableResult
  public func maintain(at now: UInt64) throws(KeyStoreError) -> Maintenance? {
    defer { refresh(at: now) }
    guard let rules else { return nil }
    return try store.maintain(at: now, rules: rules)
  }

  /// A bad state of the directory is looked at again every second: it may be in the middle of being copied.
  private func isBehind(at now: UInt64) -> Bool {
    let stamp = try? store.stamp()
    return state.withLock { $0.stamp != stamp || $0.problem != nil && $0.attemptedAt != now }
  }

  private func reload(at now: UInt64, stamp: FileStamp?) throws(KeyStoreError) {
    let issuedAt = state.withLock { $0.issuedAt }
    // What was signed while the clock was ahead must not bar what is signed now.
    let last = issuedAt <= now + ConfigurationLimits.future ? issuedAt : nil
    let loaded = try store.load(at: now, holding: ring.identifiers, after: last, sessions: sessions)
    guard loaded.listing.issuer == issuer else { throw .configuration(.otherIssuer) }
    // First the keys, then what lists them, then away with those that are listed no more.
    try ring.add(loaded, store.path)
    state.withLock { $0 = State(loaded, stamp: stamp, at: now) }
    for identifier in ring.identifiers.subtracting(loaded.listing.keys.map(\.identifier)) { ring.remove(identifier) }
  }

  /// What was revoked is accepted no more, even while the configuration is bad.
  private func dropRevoked() {
    guard let listing = try? store.list(), listing.issuer == issuer else { return }
    for identifier in ring.identifiers.subtracting(listing.keys.map(\.identifier)) { ring.remove(identifier) }
  }
}

extension ServerKeyStore.State {
  fileprivate init(_ loaded: LoadedKeys, stamp: FileStamp?, at now: UInt64) {
    published = PublishedKeys(
      configuration: loaded.configuration, expiry: loaded.verified.expiry, responseSigner: loaded.responseSigner)
    listing = loaded.listing
    issuedAt = loaded.verified.issuedAt
    self.stamp = stamp
    attemptedAt = now
  }

  fileprivate mutating func fail(_ problem: KeyStoreError, stamp: FileStamp?, at now: UInt64) {
    self.problem = problem
    self.stamp = stamp
    attemptedAt = now
  }
}

extension KeyRing {
  fileprivate func add(_ loaded: LoadedKeys, _ path: String) throws(KeyStoreError) {
    let ends = Dictionary(uniqueKeysWithValues: loaded.listing.keys.map { ($0.identifier, $0.acceptedUntil) })
    for key in loaded.newKeys {
      let identifier = key.recipient.publicKey.identifier
      do { try add(key, until: ends[identifier] ?? 0) } catch { throw .key(path: path, error) }
    }
  }
}
