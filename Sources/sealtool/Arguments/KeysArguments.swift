internal import SealedCommandLine
internal import SealedPayload

extension ParsedArguments {
  /// The API's origin.
  func apiIssuer() throws(UsageError) -> Issuer {
    let text = try required(.issuer)
    do throws(KeyError) {
      return try Issuer(origin: text)
    } catch {
      throw .invalidValue(
        of: OptionName.issuer.typed, value: text,
        expected: "the form https://host[:port], in lower case, without a slash at the end")
    }
  }

  /// The public half of an identity key, if the option was given.
  func identityKey(_ name: OptionName) throws(UsageError) -> VerifyingKey? {
    guard let text = value(name) else { return nil }
    do throws(KeyError) {
      return try VerifyingKey(text)
    } catch {
      throw .invalidValue(of: name.typed, value: text, expected: "a public key, ed25519:...")
    }
  }

  /// What the options change of a policy.
  func policyChange() throws(UsageError) -> PolicyChange {
    PolicyChange(
      life: try seconds(.life, KeyStoreLimits.life), grace: try seconds(.grace, KeyStoreLimits.grace),
      lead: try seconds(.lead, 0...KeyStoreLimits.life.upperBound / 2),
      configurationLife: try seconds(.configurationLife, KeyStoreLimits.configurationLife),
      ciphers: values(.suite).compactMap(Cipher.init(name:)))
  }

  private func seconds(_ name: OptionName, _ range: ClosedRange<UInt64>) throws(UsageError) -> UInt64? {
    try integer(name, in: Int(range.lowerBound)...Int(range.upperBound)).map(UInt64.init)
  }
}

/// The parts of a policy that were given.
struct PolicyChange {
  let life: UInt64?
  let grace: UInt64?
  let lead: UInt64?
  let configurationLife: UInt64?
  let ciphers: [Cipher]

  func applied(to policy: KeyStorePolicy) -> KeyStorePolicy {
    var policy = policy
    if let life { policy.life = life }
    if let grace { policy.grace = grace }
    if let lead { policy.lead = lead }
    if let configurationLife { policy.configurationLife = configurationLife }
    if !ciphers.isEmpty { policy.ciphers = ciphers }
    return policy
  }

  /// The policy of a directory with the changes; nil if there are none.
  func policy(of store: KeyStore) throws(KeyStoreError) -> KeyStorePolicy? {
    let old = try store.list().policy
    let new = applied(to: old)
    return new == old ? nil : new
  }
}
