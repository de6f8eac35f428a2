/// What a change of a key directory did.
public struct KeyStoreChange: Sendable, Hashable {
  /// The key that was drawn.
  public var added: KeyIdentifier?
  /// The keys that were erased.
  public var removed: [KeyIdentifier] = []
  /// Until when the new configuration may be used; nil if none was signed, because the identity key is elsewhere.
  public var signedUntil: UInt64?

  package init(added: KeyIdentifier? = nil, removed: [KeyIdentifier] = [], signedUntil: UInt64? = nil) {
    self.added = added
    self.removed = removed
    self.signedUntil = signedUntil
  }
}

extension KeyStore {
  /// Draws a key, lists it, and lets the older ones live to their end.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - identity: signs the configuration; the one in the directory unless given. Without either, the key is on disk and listed by
  ///     the next configuration that is signed.
  ///   - policy: holds from now on; nil leaves it.
  @discardableResult
  public func rotate(
    at now: UInt64, identity: SigningKey? = nil, policy: KeyStorePolicy? = nil
  ) throws(KeyStoreError) -> KeyStoreChange {
    try policy?.check()
    return try changing(at: now) { (manifest) throws(KeyStoreError) in
      try rotation(manifest, at: now, identity, policy)
    }
  }

  /// Signs the configuration anew, and announces or takes up an identity key.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - identity: signs; the one in the directory unless given. If it is the announced one, the API's identity is that key from now on.
  ///   - next: the public half of the identity key that will follow.
  ///   - policy: holds from now on; nil leaves it.
  @discardableResult
  public func publish(
    at now: UInt64, identity: SigningKey? = nil, announcing next: VerifyingKey? = nil, policy: KeyStorePolicy? = nil
  ) throws(KeyStoreError) -> KeyStoreChange {
    try policy?.check()
    return try changing(at: now) { (manifest) throws(KeyStoreError) in
      try publication(manifest, at: now, identity, next, policy)
    }
  }

  /// Erases a key at once: what was sealed to it is refused from now on.
  ///
  /// If clients would be left without a usable key, one is drawn.
  @discardableResult
  public func revoke(
    _ identifier: KeyIdentifier, at now: UInt64, identity: SigningKey? = nil
  ) throws(KeyStoreError) -> KeyStoreChange {
    try changing(at: now) { (manifest) throws(KeyStoreError) in
      try revocation(manifest, of: identifier, at: now, identity)
    }
  }

  /// Erases the keys that are past their acceptance, and what crashes left behind.
  @discardableResult
  public func retire(at now: UInt64) throws(KeyStoreError) -> [KeyIdentifier] {
    try changing(at: now) { (manifest) throws(KeyStoreError) in try retirement(manifest, at: now) }.removed
  }
}

// The plans of the changes.
extension KeyStore {
  package func rotation(
    _ manifest: StoreManifest, at now: UInt64, _ identity: SigningKey? = nil, _ policy: KeyStorePolicy? = nil
  ) throws(KeyStoreError) -> StorePlan {
    var next = manifest
    if let policy { next.policy = policy }
    let key = try next.addKey(at: now)
    return try plan(from: manifest, to: next, adding: key, at: now, signer: try signer(manifest, identity))
  }

  package func publication(
    _ manifest: StoreManifest, at now: UInt64, _ identity: SigningKey? = nil, _ next: VerifyingKey? = nil,
    _ policy: KeyStorePolicy? = nil
  ) throws(KeyStoreError) -> StorePlan {
    var changed = manifest
    if let policy { changed.policy = policy }
    if let next { changed.nextIdentity = next == manifest.identity ? nil : next }
    let signer = try signer(changed, identity)
    // Where the identity key is not, an announcement is noted, so that the server knows the key when that signs.
    guard signer != nil || changed != manifest else { throw .identityIsElsewhere }
    return try plan(from: manifest, to: changed, at: now, signer: signer)
  }

  package func revocation(
    _ manifest: StoreManifest, of identifier: KeyIdentifier, at now: UInt64, _ identity: SigningKey? = nil
  ) throws(KeyStoreError) -> StorePlan {
    guard let key = manifest.keys.first(where: { $0.identifier == identifier }) else { throw .noSuchKey(identifier) }
    var next = manifest.without([identifier])
    let isAwaited = !next.bridges(now, until: now + next.policy.lead)
    let new = isAwaited ? try next.addKey(at: now) : nil
    next.keys.append(key)
    return try plan(
      from: manifest, to: next, adding: new, removing: [identifier], at: now, signer: try signer(manifest, identity))
  }
}
