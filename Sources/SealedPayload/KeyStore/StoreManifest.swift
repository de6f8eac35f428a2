internal import SealedCrypto

/// What `store.json` says: all of a key directory but its secrets (spec/key-store.md).
package struct StoreManifest: Sendable, Hashable {
  package static let version: Int64 = 1

  package var issuer: Issuer
  package var identity: VerifyingKey
  package var nextIdentity: VerifyingKey?
  package var responseKey: VerifyingKey?
  package var policy: KeyStorePolicy
  package var keys: [StoredKey] = []

  /// Whether clients will find a key that they can use, from now until `end`.
  func bridges(_ now: UInt64, until end: UInt64) -> Bool {
    keys.contains { $0.validity.contains(now) && $0.validity.upperBound >= end }
  }

  func without(_ identifiers: Set<KeyIdentifier>) -> StoreManifest {
    var manifest = self
    manifest.keys.removeAll { identifiers.contains($0.identifier) }
    return manifest
  }

  /// What a configuration lists now: the newest first, so that clients move on to it as soon as it is usable.
  func listing(at now: UInt64) -> [KeyConfiguration.Key] {
    keys.filter { now < $0.validity.upperBound }
      .sorted { $0.validity.upperBound > $1.validity.upperBound }
      .map { KeyConfiguration.Key($0.recipient, validity: $0.validity, ciphers: policy.ciphers) }
  }

  var responseKeys: [VerifyingKey] { responseKey.map { [$0] } ?? [] }
}

extension StoreManifest {
  /// The JSON.
  package var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.integer("sealed_payload_key_store", Self.version)
      json.string("issuer", issuer.text)
      json.string("identity", identity.description)
      if let nextIdentity { json.string("next_identity", nextIdentity.description) }
      if let responseKey { json.string("response_key", responseKey.description) }
      json.integer("life", policy.life)
      json.integer("grace", policy.grace)
      json.integer("lead", policy.lead)
      json.integer("configuration_life", policy.configurationLife)
      json.array("ciphers") { json in
        for cipher in policy.ciphers { json.element(cipher.name) }
      }
      json.array("keys") { json in
        for key in keys { json.elementObject { Self.write(key, to: &$0) } }
      }
    }
    return json.text()
  }

  private static func write(_ key: StoredKey, to json: inout JSONWriter) {
    json.string("kid", key.identifier.description)
    json.string("public_key", key.recipient.publicKey.description)
    json.integer("nbf", key.validity.lowerBound)
    json.integer("exp", key.validity.upperBound)
    json.integer("erase", key.acceptedUntil)
  }

  /// Reads the JSON; nil for what this version would not have written.
  package init?(_ bytes: [UInt8]) {
    let bytes = bytes[...]
    guard let document = try? JSONDocument(bytes.span),
      document.integer(document.member("sealed_payload_key_store")) == Self.version,
      let issuer = document.string(document.member("issuer")).flatMap({ try? Issuer(origin: $0) }),
      let identity = Self.key(document, "identity"), let policy = Self.policy(document),
      case .array(let elements) = document.member("keys"), elements.count <= KeyStoreLimits.keys
    else { return nil }
    self.init(issuer: issuer, identity: identity, policy: policy)
    for name in ["next_identity", "response_key"] where document.member(name) != nil {
      guard let key = Self.key(document, name) else { return nil }
      if name == "response_key" { responseKey = key } else { nextIdentity = key }
    }
    for element in elements {
      guard let key = Self.storedKey(document, element.value, issuer) else { return nil }
      keys.append(key)
    }
    guard Set(keys.map(\.identifier)).count == keys.count else { return nil }
  }

  private static func key(_ document: borrowing JSONDocument, _ name: String) -> VerifyingKey? {
    document.string(document.member(name)).flatMap { try? VerifyingKey($0) }
  }

  private static func policy(_ document: borrowing JSONDocument) -> KeyStorePolicy? {
    guard let life = time(document, document.member("life")), let grace = time(document, document.member("grace")),
      let lead = time(document, document.member("lead")),
      let configurationLife = time(document, document.member("configuration_life")),
      case .array(let names) = document.member("ciphers")
    else { return nil }
    var ciphers: [Cipher] = []
    for name in names {
      guard let cipher = document.string(name.value).flatMap(Cipher.init(name:)) else { return nil }
      ciphers.append(cipher)
    }
    let policy = KeyStorePolicy(
      life: life, grace: grace, lead: lead, configurationLife: configurationLife, ciphers: ciphers)
    return (try? policy.check()) == nil ? nil : policy
  }

  private static func storedKey(
    _ document: borrowing JSONDocument, _ value: JSONDocument.Value, _ issuer: Issuer
  ) -> StoredKey? {
    guard let text = document.string(JSONDocument.member("public_key", of: value)),
      let publicKey = try? RecipientPublicKey(text),
      document.string(JSONDocument.member("kid", of: value)) == publicKey.identifier.description,
      let start = time(document, JSONDocument.member("nbf", of: value)),
      let end = time(document, JSONDocument.member("exp", of: value)), start < end,
      let erased = time(document, JSONDocument.member("erase", of: value)), end <= erased
    else { return nil }
    return StoredKey(
      recipient: Recipient(publicKey, issuer: issuer), validity: start..<end, acceptedUntil: erased)
  }

  private static func time(_ document: borrowing JSONDocument, _ value: JSONDocument.Value?) -> UInt64? {
    document.integer(value).flatMap(UInt64.init(exactly:)).flatMap { $0 <= FormatLimits.timestamp ? $0 : nil }
  }
}
