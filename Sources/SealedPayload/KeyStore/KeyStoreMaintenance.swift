/// When a running server renews what it publishes: shares of a life that is left, in percent.
public struct MaintenanceRules: Sendable, Hashable {
  /// A new key is drawn when the newest has less of its life left.
  public var keyShare: UInt64
  /// The configuration is signed anew when it has less of its life left.
  public var configurationShare: UInt64

  /// Makes rules; values over 100 count as 100.
  public init(keyShare: UInt64 = 50, configurationShare: UInt64 = 50) {
    self.keyShare = min(keyShare, 100)
    self.configurationShare = min(configurationShare, 100)
  }
}

/// What `maintain` did, and what it could not do.
public struct Maintenance: Sendable, Hashable {
  /// What changed; all empty if nothing was due.
  public var change = KeyStoreChange()
  /// Whether a configuration must be signed where the identity key is, and dropped into the directory.
  public var needsSignature = false
  /// Whether another process was changing the directory, so that nothing was done this time.
  public var wasBusy = false

  package init(change: KeyStoreChange = .init(), needsSignature: Bool = false, wasBusy: Bool = false) {
    self.change = change
    self.needsSignature = needsSignature
    self.wasBusy = wasBusy
  }
}

extension KeyStore {
  /// Does what is due; for a running server, about once a second.
  ///
  /// Retires keys past their acceptance. If the identity key is in the directory, it also rotates and signs in time, and finishes what a
  /// crash cut short. Several processes may call it on one directory.
  @discardableResult
  public func maintain(at now: UInt64, rules: MaintenanceRules = .init()) throws(KeyStoreError) -> Maintenance {
    var needsSignature = false
    do throws(KeyStoreError) {
      let change = try changing(at: now, isPatient: false) { (manifest) throws(KeyStoreError) in
        let signer = try signer(manifest)
        var plan = try retirement(manifest, at: now)
        var current = manifest.without(Set(plan.change.removed))
        if signer == nil { takeUpIdentity(&current, &plan) }
        needsSignature = self.needsSignature(current, at: now, rules)
        if let signer { try renew(current, signer, at: now, rules, needsSignature: needsSignature, &plan) }
        return plan
      }
      return Maintenance(change: change, needsSignature: needsSignature && change.signedUntil == nil)
    } catch {
      guard case .busy = error else { throw error }
      return Maintenance(wasBusy: true)
    }
  }

  /// The keys past their acceptance leave the manifest, then the disk; so do files that no manifest names.
  package func retirement(_ manifest: StoreManifest, at now: UInt64) throws(KeyStoreError) -> StorePlan {
    let past = manifest.keys.filter { $0.phase(at: now) == .past }.map(\.identifier)
    var plan = StorePlan(change: KeyStoreChange(removed: past))
    let remaining = manifest.without(Set(past))
    if !past.isEmpty { plan.steps.append(.manifest(remaining)) }
    plan.steps += past.map { .erase($0) }
    plan.steps += try strays(manifest).map { .eraseStray($0) }
    return plan
  }

  /// A configuration by the announced identity key that was dropped in: from then on that key is the identity.
  private func takeUpIdentity(_ manifest: inout StoreManifest, _ plan: inout StorePlan) {
    guard let next = manifest.nextIdentity, let text = try? configurationText(),
      (try? UnverifiedKeyConfiguration(text).authentic(by: [next])) != nil
    else { return }
    manifest.takeUp(next)
    plan.steps += [.manifest(manifest), .signal]
  }

  /// A new key, or the same keys signed anew, if that is due.
  private func renew(
    _ manifest: StoreManifest, _ signer: SigningKey, at now: UInt64, _ rules: MaintenanceRules, needsSignature: Bool,
    _ plan: inout StorePlan
  ) throws(KeyStoreError) {
    let needsKey = manifest.needsKey(at: now, rules)
    guard needsKey || needsSignature else { return }
    var next = manifest
    let key = needsKey ? try next.addKey(at: now) : nil
    let renewal = try self.plan(from: manifest, to: next, adding: key, at: now, signer: signer)
    plan.steps += renewal.steps
    plan.change.added = renewal.change.added
    plan.change.signedUntil = renewal.change.signedUntil
  }

  /// Whether the configuration is missing, bad, soon over, or says something else than the manifest.
  private func needsSignature(_ manifest: StoreManifest, at now: UInt64, _ rules: MaintenanceRules) -> Bool {
    guard let text = try? configurationText(),
      let verified = try? UnverifiedKeyConfiguration(text).verified(
        by: [manifest.identity], for: manifest.issuer, at: now)
    else { return true }
    let configuration = verified.configuration
    let life = configuration.expiry - configuration.issuedAt
    let isCurrent =
      configuration.keys.filter { now < $0.validity.upperBound } == manifest.listing(at: now)
      && configuration.responseKeys == manifest.responseKeys && configuration.nextIdentity == manifest.nextIdentity
    return !isCurrent || configuration.expiry - now < life * rules.configurationShare / 100
  }
}

extension StoreManifest {
  fileprivate func needsKey(at now: UInt64, _ rules: MaintenanceRules) -> Bool {
    guard let newest = keys.max(by: { $0.validity.upperBound < $1.validity.upperBound }) else { return true }
    let (start, end) = (newest.validity.lowerBound, newest.validity.upperBound)
    return end < now || end - now < (end - start) * rules.keyShare / 100
  }
}
