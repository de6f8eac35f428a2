internal import SealedCrypto

/// A change of a key directory that is worked out: its steps, and what they come to.
package struct StorePlan: Sendable {
  package var steps: [StoreStep] = []
  package var change = KeyStoreChange()
}

extension KeyStore {
  /// Works out a change under the lock, and makes it.
  func changing(
    at now: UInt64, isPatient: Bool = true, _ work: (StoreManifest) throws(KeyStoreError) -> StorePlan
  ) throws(KeyStoreError) -> KeyStoreChange {
    guard now <= KeyStoreLimits.latestTime else { throw .clockOutOfRange }
    let lock = try system { () throws(SystemFailure) -> OpenFile in
      try OpenFile(folder.path(StoreFile.lock), for: .locking)
    }
    let isMine = try system { () throws(SystemFailure) in
      if let status = try FileStatus(of: path) { try lock.giveTo(ownerOf: status) }
      return try lock.lock(isPatient: isPatient)
    }
    guard isMine else { throw .busy(path: path) }
    return try withExtendedLifetime(lock) { () throws(KeyStoreError) in
      let plan = try work(manifest())
      try apply(plan.steps)
      return plan.change
    }
  }

  /// The steps from one manifest to another, in the order that a crash may cut anywhere.
  ///
  /// - Parameter new: has the keys of both; those to be removed are in it still.
  package func plan(
    from old: StoreManifest, to new: StoreManifest, adding key: NewKey? = nil,
    removing removed: Set<KeyIdentifier> = [], at now: UInt64, signer: SigningKey?
  ) throws(KeyStoreError) -> StorePlan {
    var plan = StorePlan(change: KeyStoreChange(added: key?.publicKey.identifier, removed: Array(removed)))
    if let key { plan.steps.append(.key(key)) }
    if new != old { plan.steps.append(.manifest(new)) }
    var final = new.without(removed)
    if let signer {
      final.takeUp(signer.publicKey)
      try checkHoldings(final, except: key?.publicKey.identifier, at: now)
      let signed = try final.configuration(signedBy: signer, at: now, after: lastIssue(new))
      plan.change.signedUntil = signed.expiry
      plan.steps.append(.configuration(signed.text))
      // Where the identity key was kept, its successor is.
      if final.identity != new.identity, try holdsIdentity() { plan.steps.append(.identity(signer)) }
    }
    if final != new { plan.steps.append(.manifest(final)) }
    plan.steps += removed.map { .erase($0) }
    if final != new || signer == nil { plan.steps.append(.signal) }
    return plan
  }

  /// The key that signs: the given one, or the one in the directory if it is readable.
  func signer(_ manifest: StoreManifest, _ given: SigningKey? = nil) throws(KeyStoreError) -> SigningKey? {
    if let given {
      guard manifest.accepts(given.publicKey) else { throw .wrongIdentity(expected: manifest.identity) }
      return given
    }
    guard try holdsIdentity(), let key = try signingKey(StoreFile.identity), manifest.accepts(key.publicKey)
    else { return nil }
    return key
  }

  /// A key that signs; nil if its file is encrypted: then it is as good as elsewhere.
  func signingKey(_ name: String) throws(KeyStoreError) -> SigningKey? {
    let path = folder.path(name)
    do throws(KeyError) {
      switch try KeyFile.load(path) {
      case .signing(let key): return key
      case .encryption: throw .malformedKeyFile
      }
    } catch {
      guard error != .passphraseNeeded else { return nil }
      throw .key(path: path, error)
    }
  }

  /// Nothing is listed that this machine does not have; where no private keys are, the identity key's place, nobody can tell.
  private func checkHoldings(
    _ manifest: StoreManifest, except new: KeyIdentifier?, at now: UInt64
  ) throws(KeyStoreError) {
    guard try system({ () throws(SystemFailure) in try FileStatus(of: keysFolder.path) }) != nil else { return }
    for cipher in manifest.policy.ciphers where !cipher.isAvailable { throw .unavailableCipher(cipher.name) }
    for key in manifest.listing(at: now) where key.recipient.publicKey.identifier != new {
      let name = StoreFile.key(key.recipient.publicKey.identifier)
      guard try system({ () throws(SystemFailure) in try keysFolder.status(name) }) != nil
      else { throw .missingKey(path: keysFolder.path(name)) }
    }
  }

  private func holdsIdentity() throws(KeyStoreError) -> Bool {
    try system { () throws(SystemFailure) in try folder.status(StoreFile.identity) } != nil
  }

  /// When the configuration was signed that is there; nil if there is none that clients could have accepted.
  private func lastIssue(_ manifest: StoreManifest) -> UInt64? {
    guard let text = try? configurationText() else { return nil }
    let identities = [manifest.identity] + (manifest.nextIdentity.map { [$0] } ?? [])
    return try? UnverifiedKeyConfiguration(text).authentic(by: identities).configuration.issuedAt
  }
}

extension StoreManifest {
  /// Whether configurations by this key are the API's, or will be.
  func accepts(_ identity: VerifyingKey) -> Bool { identity == self.identity || identity == nextIdentity }

  /// The announced identity key becomes the identity when it signs.
  mutating func takeUp(_ signer: VerifyingKey) {
    guard signer == nextIdentity else { return }
    (identity, nextIdentity) = (signer, nil)
  }
}
