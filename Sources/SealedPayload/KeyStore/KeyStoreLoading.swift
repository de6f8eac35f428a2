internal import SealedCrypto

/// What a key directory tells without its secrets.
public struct KeyStoreListing: Sendable, Hashable {
  /// The API's origin.
  public let issuer: Issuer
  /// The key that signs configurations: what clients pin.
  public let identity: VerifyingKey
  /// The identity key that is announced.
  public let nextIdentity: VerifyingKey?
  /// The key that signs responses.
  public let responseKey: VerifyingKey?
  /// How long keys live.
  public let policy: KeyStorePolicy
  /// The keys, newest first.
  public let keys: [StoredKey]
}

/// What a server takes out of a key directory.
public struct LoadedKeys: Sendable {
  /// What the directory tells without its secrets; keys past their acceptance are left out.
  public let listing: KeyStoreListing
  /// The private keys that the caller did not hold yet.
  public let newKeys: [RecipientKey]
  /// What clients get: `configuration.jws` as it is on the disk.
  public let configuration: [UInt8]
  /// The same, verified.
  public let verified: KeyConfiguration
  /// Signs responses; nil if the configuration does not list its public half.
  public let responseSigner: SigningKey?
}

extension KeyStore {
  /// Tells what is in the directory.
  public func list() throws(KeyStoreError) -> KeyStoreListing { KeyStoreListing(try manifest()) }

  /// The configuration, checked as clients do, and against what is held here.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - last: when the configuration was signed that is in use; an older one is refused.
  public func configuration(at now: UInt64, after last: UInt64? = nil) throws(KeyStoreError) -> KeyConfiguration {
    try configuration(manifest(), at: now, after: last).verified
  }

  /// Loads what a server needs.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - held: keys that the caller has already; they are not read again.
  ///   - last: when the configuration was signed that is in use; an older one is refused.
  ///   - sessions: how many sessions each key remembers.
  public func load(
    at now: UInt64, holding held: Set<KeyIdentifier> = [], after last: UInt64? = nil, sessions: Int = 10_000
  ) throws(KeyStoreError) -> LoadedKeys {
    // Readers take no lock. What was read while a writer was at work is read again.
    for _ in 0..<Self.attempts {
      let stamp = try stamp()
      do throws(KeyStoreError) {
        return try loadOnce(at: now, holding: held, after: last, sessions: sessions)
      } catch {
        guard try self.stamp() != stamp else { throw error }
      }
    }
    throw .busy(path: path)
  }

  private static let attempts = 8

  private func loadOnce(
    at now: UInt64, holding held: Set<KeyIdentifier>, after last: UInt64?, sessions: Int
  ) throws(KeyStoreError) -> LoadedKeys {
    // The configuration first: what it lists was written before it.
    let text = try configurationText()
    var manifest = try manifest()
    manifest.keys.removeAll { $0.phase(at: now) == .past }
    let verified = try check(text, manifest, at: now, after: last)
    var newKeys: [RecipientKey] = []
    for key in manifest.keys where !held.contains(key.identifier) {
      newKeys.append(try privateKey(key, sessions: sessions))
    }
    return LoadedKeys(
      listing: KeyStoreListing(manifest), newKeys: newKeys, configuration: verified.text, verified: verified.verified,
      responseSigner: try responseSigner(manifest, verified.verified))
  }

  private func configuration(
    _ manifest: StoreManifest, at now: UInt64, after last: UInt64?
  ) throws(KeyStoreError) -> (text: [UInt8], verified: KeyConfiguration) {
    try check(configurationText(), manifest, at: now, after: last)
  }

  private func check(
    _ text: [UInt8]?, _ manifest: StoreManifest, at now: UInt64, after last: UInt64?
  ) throws(KeyStoreError) -> (text: [UInt8], verified: KeyConfiguration) {
    guard let text else { throw .notPublished(path: configurationPath) }
    let configuration: KeyConfiguration
    do {
      // Clients accept the announced identity too: between signing with it and noting it in the manifest, so must this.
      configuration = try UnverifiedKeyConfiguration(text).verified(
        by: [manifest.identity] + (manifest.nextIdentity.map { [$0] } ?? []), for: manifest.issuer, at: now, after: last
      ).configuration
    } catch { throw .configuration(error) }
    for key in configuration.keys where now < key.validity.upperBound {
      let identifier = key.recipient.publicKey.identifier
      guard manifest.keys.contains(where: { $0.identifier == identifier && $0.outlives(key.validity) })
      else { throw .listsMissingKey(identifier) }
      for cipher in key.ciphers where !cipher.isAvailable { throw .unavailableCipher(cipher.name) }
    }
    return (text, configuration)
  }

  private func privateKey(_ key: StoredKey, sessions: Int) throws(KeyStoreError) -> RecipientKey {
    let path = keysFolder.path(StoreFile.key(key.identifier))
    guard try system({ () throws(SystemFailure) in try FileStatus(of: path) }) != nil
    else { throw .missingKey(path: path) }
    return try keyFile(path) { () throws(KeyError) in
      switch try KeyFile.load(path) {
      case .encryption(let privateKey):
        guard privateKey.publicKey == key.recipient.publicKey else { throw .malformedKeyFile }
        return RecipientKey(privateKey, issuer: key.recipient.issuer, sessions: sessions)
      case .signing: throw .malformedKeyFile
      }
    }
  }

  /// A response key signs only once it is listed.
  private func responseSigner(
    _ manifest: StoreManifest, _ configuration: KeyConfiguration
  ) throws(KeyStoreError) -> SigningKey? {
    guard let expected = manifest.responseKey, configuration.responseKeys.contains(expected) else { return nil }
    let path = folder.path(StoreFile.response)
    guard try system({ () throws(SystemFailure) in try FileStatus(of: path) }) != nil
    else { throw .missingKey(path: path) }
    guard let key = try signingKey(StoreFile.response) else { throw .key(path: path, .passphraseNeeded) }
    guard key.publicKey == expected else { throw .key(path: path, .malformedKeyFile) }
    return key
  }
}

extension KeyStoreListing {
  init(_ manifest: StoreManifest) {
    issuer = manifest.issuer
    identity = manifest.identity
    nextIdentity = manifest.nextIdentity
    responseKey = manifest.responseKey
    policy = manifest.policy
    keys = manifest.keys.sorted { $0.validity.upperBound > $1.validity.upperBound }
  }
}

extension StoredKey {
  fileprivate func outlives(_ validity: Range<UInt64>) -> Bool { validity.upperBound <= acceptedUntil }
}
