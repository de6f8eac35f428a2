internal import SealedCrypto

/// Why a serialised exchange can't be used.
public enum ExchangeError: Error, Sendable, Hashable {
  /// Not an exchange, or its parts contradict each other.
  case malformed
  /// Its time is over: responses are opened within minutes of their request.
  case expired
}

extension ExchangeError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .malformed: "not an exchange file; use the one that sealing or opening the request wrote"
    case .expired: "the exchange has expired; seal the request anew"
    }
  }
}

extension Exchange {
  /// Seconds that a serialised exchange is good for, unless told: 15 minutes.
  public static let defaultLifetime: UInt64 = 900

  /// Bytes of a serialised exchange at most; one for an X-Wing key has some 6,000.
  package static let maximumByteCount = 16_384

  /// Writes the exchange as JSON, to open a response later or in another process.
  ///
  /// The result is secret: keep it in memory or in a file of mode 0600, and erase it once the response is there.
  ///
  /// - Parameter expiry: seconds since 1970 from which on it is refused.
  public func serialized(expiry: UInt64) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.integer("sealed_payload_exchange", 1)
      json.string("role", role.rawValue)
      json.integer("kem", recipient.publicKey.keyExchange.kem.rawValue)
      json.integer("kdf", HPKE.KDF.hkdfSHA256.rawValue)
      json.integer("aead", session.aead.rawValue)
      json.string("recipient", recipient.publicKey.description)
      json.string("iss", recipient.issuer.text)
      session.exporter.withExporterSecret { json.base64URL("exporter_secret", $0) }
      requestPrelude.withSpan { json.base64URL("request_prelude", $0) }
      requestHeadHash.withSpan { json.base64URL("request_head_sha512", $0) }
      json.string("request_method", requestMethod)
      json.integer("expires", expiry)
    }
    return writer.text()
  }

  /// Reads what `serialized` wrote.
  ///
  /// - Parameters:
  ///   - bytes: what was written; erase it after use.
  ///   - now: seconds since 1970.
  public convenience init(serialized bytes: Span<UInt8>, now: UInt64) throws(ExchangeError) {
    guard bytes.count <= Self.maximumByteCount, let document = try? JSONDocument(bytes),
      document.integer(document.member("sealed_payload_exchange")) == 1,
      let role = document.string(document.member("role")).flatMap(Role.init(rawValue:)),
      let recipient = Self.recipient(document),
      let number = document.integer(document.member("aead")).flatMap(UInt16.init(exactly:)),
      let aead = AEAD(rawValue: number), aead.isAvailable,
      let prelude = document.base64URL(document.member("request_prelude")),
      let headHash = document.base64URL(document.member("request_head_sha512")), headHash.count == SHA512.byteCount,
      let method = document.string(document.member("request_method")),
      let expiry = document.integer(document.member("expires")),
      let secret = document.secret(document.member("exporter_secret")), secret.count == HMACSHA256.byteCount
    else { throw .malformed }
    guard Self.fits(prelude, recipient, aead) else { throw .malformed }
    guard let expiry = UInt64(exactly: expiry), now < expiry else { throw .expired }
    self.init(
      role: role, session: SessionContext(restoring: secret, aead: aead, recipient: recipient),
      requestPrelude: prelude, requestHead: .hash(headHash), requestMethod: method)
  }

  private static func recipient(_ document: borrowing JSONDocument) -> Recipient? {
    guard let key = document.string(document.member("recipient")), let iss = document.string(document.member("iss")),
      let publicKey = try? RecipientPublicKey(key), let issuer = try? Issuer(origin: iss),
      document.integer(document.member("kem")) == Int64(publicKey.keyExchange.kem.rawValue),
      document.integer(document.member("kdf")) == Int64(HPKE.KDF.hkdfSHA256.rawValue)
    else { return nil }
    return Recipient(publicKey, issuer: issuer)
  }

  private static func fits(_ bytes: [UInt8], _ recipient: Recipient, _ aead: AEAD) -> Bool {
    guard let prelude = try? bytes.withSpan({ (span) throws(FormatError) in try Prelude(span, expecting: .request) })
    else { return false }
    return prelude.bytes.count == bytes.count && prelude.aead == aead
      && prelude.keyIdentifier == recipient.publicKey.identifier
  }
}
