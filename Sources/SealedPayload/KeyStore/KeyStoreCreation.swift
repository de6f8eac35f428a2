/// Where the identity key of a new key directory is.
public enum KeyStoreIdentity: Sendable {
  /// In the directory, so that a server can sign configurations by itself.
  case kept(SigningKey)
  /// Elsewhere: it signs the first configuration now, and is not written.
  case elsewhere(SigningKey)
  /// Elsewhere: no configuration is signed until somebody publishes there.
  case publicHalf(VerifyingKey)

  var publicKey: VerifyingKey {
    switch self {
    case .kept(let key), .elsewhere(let key): key.publicKey
    case .publicHalf(let key): key
    }
  }

  var signer: SigningKey? {
    switch self {
    case .kept(let key), .elsewhere(let key): key
    case .publicHalf: nil
    }
  }
}

extension KeyStore {
  /// Makes a key directory with a first key, usable at once.
  ///
  /// - Parameters:
  ///   - path: a new or empty folder.
  ///   - issuer: the API's origin.
  ///   - identity: the key whose public half clients pin; drawn anew and kept in the directory unless told.
  ///   - signsResponses: whether there is a key that responses and verdicts can be signed with.
  ///   - policy: how long keys live.
  ///   - now: seconds since 1970.
  public static func create(
    at path: String, issuer: Issuer, identity: KeyStoreIdentity = .kept(SigningKey()), signsResponses: Bool = true,
    policy: KeyStorePolicy = .init(), now: UInt64
  ) throws(KeyStoreError) -> KeyStore {
    let store = KeyStore(unchecked: path)
    let steps = try store.creation(issuer, identity, signsResponses: signsResponses, policy, at: now)
    try store.makeFolders()
    try store.apply(steps)
    return store
  }

  /// The steps that make a key directory; it is one from when its manifest is there.
  package func creation(
    _ issuer: Issuer, _ identity: KeyStoreIdentity, signsResponses: Bool, _ policy: KeyStorePolicy, at now: UInt64
  ) throws(KeyStoreError) -> [StoreStep] {
    guard issuer.isOrigin else { throw .issuerIsNoOrigin }
    try policy.check()
    var manifest = StoreManifest(issuer: issuer, identity: identity.publicKey, policy: policy)
    let key = try manifest.addKey(at: now)
    var steps: [StoreStep] = []
    if case .kept(let identity) = identity { steps.append(.identity(identity)) }
    if signsResponses {
      let responseKey = SigningKey()
      manifest.responseKey = responseKey.publicKey
      steps.append(.response(responseKey))
    }
    steps += [.key(key), .replayRecord, .manifest(manifest)]
    if let signer = identity.signer {
      steps.append(.configuration(try manifest.configuration(signedBy: signer, at: now, after: nil).text))
    }
    return steps
  }

  package func makeFolders() throws(KeyStoreError) {
    try system { () throws(SystemFailure) in _ = try folder.create() }
    let names = try system { () throws(SystemFailure) in try folder.names() }
    // A volume's own folder is no file of anybody.
    guard names.allSatisfy({ $0 == "lost+found" }) else { throw .exists(path: path) }
    let status = try system { () throws(SystemFailure) in try FileStatus(of: path) }
    guard status?.isPrivate == true else { throw .openToOthers(path: path) }
    try system { () throws(SystemFailure) in
      _ = try keysFolder.create()
      try folder.synchronize()
    }
  }
}

extension StoreManifest {
  /// Draws a key and enters it: usable after the lead, or at once where clients would have none until then.
  mutating func addKey(at now: UInt64) throws(KeyStoreError) -> NewKey {
    guard keys.count < KeyStoreLimits.keys else { throw .tooManyKeys }
    guard now <= KeyStoreLimits.latestTime else { throw .clockOutOfRange }
    let key = try keyFile("a new key") { () throws(KeyError) in try NewKey() }
    let isAwaited = !bridges(now, until: now + policy.lead)
    let start = isAwaited ? now - min(now, KeyStoreLimits.headStart) : now + policy.lead
    let end = (isAwaited ? now : start) + policy.life
    keys.append(
      StoredKey(
        recipient: Recipient(key.publicKey, issuer: issuer), validity: start..<end, acceptedUntil: end + policy.grace))
    return key
  }

  /// Signs what is listed now.
  ///
  /// - Parameter last: when the configuration was signed that this one follows: clients go back to no older one.
  func configuration(
    signedBy signer: SigningKey, at now: UInt64, after last: UInt64?
  ) throws(KeyStoreError) -> (text: [UInt8], expiry: UInt64) {
    let keys = listing(at: now)
    // What was signed in a future that clients refuse binds nobody.
    let issuedAt = last.map { $0 <= now + ConfigurationLimits.future ? max($0, now) : now } ?? now
    // No longer than the last key, so that clients fetch a new configuration before they are left without one.
    let lastExpiry = keys.map(\.validity.upperBound).max() ?? 0
    let expiry = min(issuedAt + policy.configurationLife, lastExpiry)
    guard issuedAt < expiry else { throw .noUsableKey }
    let configuration = KeyConfiguration(
      issuer: issuer, issuedAt: issuedAt, expiry: expiry, keys: keys, responseKeys: responseKeys,
      nextIdentity: nextIdentity)
    do { return (try configuration.signed(by: signer), expiry) } catch { throw .configuration(error) }
  }
}
