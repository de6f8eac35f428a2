internal import SealedCrypto

/// Key files (spec/key-files.md): JWK of kind OKP (RFC 7517, RFC 8037), or the same encrypted with a passphrase.
public enum KeyFile {
  /// Bytes of a key file at most.
  package static let maximumByteCount = 65_536

  /// A private key out of a file.
  public enum PrivateKey: ~Copyable {
    /// X25519: opens messages.
    case encryption(RecipientPrivateKey)
    /// Ed25519: signs them.
    case signing(SigningKey)
  }

  /// The public half of a key file.
  public enum PublicKey: Sendable, Hashable, CustomStringConvertible {
    /// X25519: messages are sealed to it.
    case encryption(RecipientPublicKey)
    /// Ed25519: verifies signatures.
    case signing(VerifyingKey)

    /// The one-line form.
    public var description: String {
      switch self {
      case .encryption(let key): key.description
      case .signing(let key): key.description
      }
    }
  }

  /// Reads a private key.
  public static func privateKey(
    _ file: Span<UInt8>, passphrase: Passphrase? = nil
  ) throws(KeyError) -> PrivateKey {
    let document = try document(file)
    let publicKey = try publicKey(document)
    let secret: Secret
    if document.member("sealed_payload_key") == nil {
      guard let plain = document.secret(document.member("d")), plain.count == 32 else { throw .malformedKeyFile }
      secret = plain
    } else {
      secret = try EncryptedKeyFile(document, publicKey).open(passphrase)
    }
    return try privateKey(secret, matching: publicKey)
  }

  /// Reads the public half, which needs no passphrase.
  public static func publicKey(_ file: Span<UInt8>) throws(KeyError) -> PublicKey {
    try publicKey(document(file))
  }

  /// Whether there is a private key in the file, in the clear or encrypted.
  static func holdsPrivateKey(_ file: Span<UInt8>) throws(KeyError) -> Bool {
    let document = try document(file)
    return document.member("d") != nil || document.member("sealed_payload_key") != nil
  }

  /// Writes a private key: encrypted if there is a passphrase.
  ///
  /// The bytes are secret if not; erase them after use.
  public static func file(
    _ key: borrowing RecipientPrivateKey, passphrase: Passphrase? = nil
  ) throws(KeyError) -> [UInt8] {
    guard key.publicKey.keyExchange == .x25519 else { throw .noFileForm }
    let publicKey = PublicKey.encryption(key.publicKey)
    return try key.secret.withBytes { (secret) throws(KeyError) in try file(secret, publicKey, passphrase) }
  }

  /// Writes a private key: encrypted if there is a passphrase.
  ///
  /// The bytes are secret if not; erase them after use.
  public static func file(
    _ key: SigningKey, passphrase: Passphrase? = nil
  ) throws(KeyError) -> [UInt8] {
    let publicKey = PublicKey.signing(key.publicKey)
    return try key.withSeed { (seed) throws(KeyError) in try file(seed, publicKey, passphrase) }
  }
}

extension KeyFile {
  private static func document(_ file: Span<UInt8>) throws(KeyError) -> JSONDocument {
    guard file.count <= maximumByteCount else { throw .malformedKeyFile }
    do { return try JSONDocument(file) } catch { throw .malformedKeyFile }
  }

  /// `kty`, `crv`, `x`, and `use` and `kid` where they are there.
  private static func publicKey(_ document: borrowing JSONDocument) throws(KeyError) -> PublicKey {
    // Bytes: strings are equal in more cases (KELVIN SIGN for K).
    guard document.string(document.member("kty"))?.utf8.elementsEqual("OKP".utf8) == true,
      let x = document.base64URL(document.member("x"))
    else { throw .malformedKeyFile }
    let key: PublicKey
    switch document.string(document.member("crv")) {
    case "X25519": key = .encryption(try RecipientPublicKey(.x25519, bytes: x))
    case "Ed25519": key = .signing(try VerifyingKey(bytes: x))
    default: throw .malformedKeyFile
    }
    if let use = document.member("use"), document.string(use) != key.use { throw .malformedKeyFile }
    if case .encryption(let recipient) = key, let kid = document.member("kid"),
      document.string(kid) != recipient.identifier.description
    {
      throw .malformedKeyFile
    }
    return key
  }

  /// A private key whose public key is not `x` would publish a key that opens nothing, or give a signing key away.
  private static func privateKey(
    _ secret: consuming Secret, matching publicKey: PublicKey
  ) throws(KeyError) -> PrivateKey {
    switch publicKey {
    case .encryption(let expected):
      let key = try RecipientPrivateKey(.x25519, secret: secret)
      guard key.publicKey == expected else { throw .malformedKeyFile }
      return .encryption(key)
    case .signing(let expected):
      let key = SigningKey(seed: secret)
      guard key.publicKey == expected else { throw .malformedKeyFile }
      return .signing(key)
    }
  }

  private static func file(
    _ secret: Span<UInt8>, _ publicKey: PublicKey, _ passphrase: Passphrase?
  ) throws(KeyError) -> [UInt8] {
    if let passphrase { return try EncryptedKeyFile.seal(secret, publicKey, passphrase) }
    var json = JSONWriter()
    json.object { json in
      json.publicKey(publicKey)
      json.base64URL("d", secret)
      json.string("use", publicKey.use)
      if case .encryption(let key) = publicKey { json.string("kid", key.identifier.description) }
    }
    return json.text()
  }
}

extension KeyFile.PublicKey {
  var curve: String {
    switch self {
    case .encryption: "X25519"
    case .signing: "Ed25519"
    }
  }

  var use: String {
    switch self {
    case .encryption: "enc"
    case .signing: "sig"
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .encryption(let key): key.bytes
    case .signing(let key): key.bytes
    }
  }
}

extension JSONWriter {
  /// The members that tell the public half.
  mutating func publicKey(_ key: KeyFile.PublicKey) {
    string("kty", "OKP")
    string("crv", key.curve)
    key.bytes.withSpan { base64URL("x", $0) }
  }
}
