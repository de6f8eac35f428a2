internal import SealedCrypto

/// The JSON that an identity key signs (spec/key-configuration.md, "Payload").
struct ConfigurationPayload: ~Copyable {
  private let document: JSONDocument

  /// Reads the JSON; doubled members are refused at every level.
  init(_ bytes: [UInt8]) throws(ConfigurationProblem) {
    let bytes = bytes[...]
    do { document = try JSONDocument(bytes.span) } catch { throw .payload }
  }

  /// What it says, if every member that is known is right.
  func configuration() throws(ConfigurationProblem) -> KeyConfiguration {
    guard let text = document.string(document.member("iss")), let issuer = try? Issuer(origin: text),
      case .array(let keyElements) = document.member("keys")
    else { throw .payload }
    let (issuedAt, expiry) = (try time(document.member("iat")), try time(document.member("exp")))
    guard issuedAt < expiry else { throw .payload }
    var keys: [KeyConfiguration.Key] = []
    var identifiers: Set<KeyIdentifier> = []
    for element in keyElements {
      guard let key = try key(element.value, issuer) else { continue }
      guard identifiers.insert(key.recipient.publicKey.identifier).inserted else { throw .payload }
      if !key.ciphers.isEmpty { keys.append(key) }
    }
    return KeyConfiguration(
      issuer: issuer, issuedAt: issuedAt, expiry: expiry, keys: keys, responseKeys: try responseKeys(),
      nextIdentity: try document.member("next_identity").map { (value) throws(ConfigurationProblem) in
        try verifyingKey(value)
      })
  }

  /// A key of a KEM that is known; nil for others, so that APIs can add some.
  private func key(
    _ value: JSONDocument.Value, _ issuer: Issuer
  ) throws(ConfigurationProblem) -> KeyConfiguration.Key? {
    guard case .object = value, let number = document.integer(JSONDocument.member("kem", of: value))
    else { throw .payload }
    guard let kem = UInt16(exactly: number).flatMap(HPKE.KEM.init(rawValue:)), kem.isAvailable else { return nil }
    guard let bytes = document.base64URL(JSONDocument.member("public_key", of: value)),
      let publicKey = try? RecipientPublicKey(KeyExchange(kem: kem), bytes: bytes),
      document.string(JSONDocument.member("kid", of: value)) == publicKey.identifier.description,
      case .array(let suites) = JSONDocument.member("suites", of: value)
    else { throw .payload }
    let (start, end) = (
      try time(JSONDocument.member("nbf", of: value)), try time(JSONDocument.member("exp", of: value))
    )
    guard start < end, !suites.isEmpty else { throw .payload }
    return KeyConfiguration.Key(
      Recipient(publicKey, issuer: issuer), validity: start..<end, ciphers: try ciphers(suites))
  }

  private func ciphers(_ suites: [JSONDocument.Element]) throws(ConfigurationProblem) -> [Cipher] {
    var ciphers: [Cipher] = []
    for suite in suites {
      guard let kdf = document.integer(JSONDocument.member("kdf", of: suite.value)),
        let aead = document.integer(JSONDocument.member("aead", of: suite.value))
      else { throw .payload }
      guard kdf == Int64(HPKE.KDF.hkdfSHA256.rawValue), let known = UInt16(exactly: aead).flatMap(AEAD.init(rawValue:))
      else { continue }
      ciphers.append(Cipher(aead: known))
    }
    return ciphers
  }

  private func responseKeys() throws(ConfigurationProblem) -> [VerifyingKey] {
    guard let member = document.member("response_keys") else { return [] }
    guard case .array(let elements) = member else { throw .payload }
    var keys: [VerifyingKey] = []
    for element in elements { keys.append(try verifyingKey(element.value)) }
    return keys
  }

  private func verifyingKey(_ value: JSONDocument.Value) throws(ConfigurationProblem) -> VerifyingKey {
    guard let bytes = document.base64URL(value), let key = try? VerifyingKey(bytes: bytes) else { throw .payload }
    return key
  }

  private func time(_ value: JSONDocument.Value?) throws(ConfigurationProblem) -> UInt64 {
    guard let time = document.integer(value).flatMap(UInt64.init(exactly:)), time <= FormatLimits.timestamp
    else { throw .payload }
    return time
  }
}
