internal import SealedCrypto

extension KeyConfiguration {
  /// Signs the configuration: the result is the content of `/.well-known/sealed-payload-keys`.
  ///
  /// Fails if a client would refuse it.
  public func signed(by identity: SigningKey) throws(ConfigurationProblem) -> [UInt8] {
    guard issuer.isOrigin, issuedAt < expiry, !keys.contains(where: { $0.ciphers.isEmpty || $0.validity.isEmpty }),
      keys.allSatisfy({ $0.recipient.issuer == issuer })
    else { throw .payload }
    let text = ConfigurationJWS.sign(payload, by: identity)
    _ = try UnverifiedKeyConfiguration(text).verified(by: [identity.publicKey], for: issuer, at: issuedAt)
    return text
  }

  private var payload: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("iss", issuer.text)
      json.integer("iat", issuedAt)
      json.integer("exp", expiry)
      json.array("keys") { json in
        for key in keys { json.elementObject { write(key, to: &$0) } }
      }
      if !responseKeys.isEmpty {
        json.array("response_keys") { json in
          for key in responseKeys { json.element(Self.text(key.bytes)) }
        }
      }
      if let nextIdentity { json.string("next_identity", Self.text(nextIdentity.bytes)) }
    }
    return json.bytes
  }

  private func write(_ key: Key, to json: inout JSONWriter) {
    let publicKey = key.recipient.publicKey
    json.string("kid", publicKey.identifier.description)
    json.integer("kem", publicKey.keyExchange.kem.rawValue)
    json.string("public_key", Self.text(publicKey.bytes))
    json.integer("nbf", key.validity.lowerBound)
    json.integer("exp", key.validity.upperBound)
    json.array("suites") { json in
      for cipher in key.ciphers {
        json.elementObject { suite in
          suite.integer("kdf", HPKE.KDF.hkdfSHA256.rawValue)
          suite.integer("aead", cipher.aead.rawValue)
        }
      }
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
  }
}
