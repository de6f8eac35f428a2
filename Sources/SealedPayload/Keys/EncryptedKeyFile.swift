internal import SealedCrypto

/// The passphrase-encrypted form of a key file (spec/key-files.md, "Passphrase-encrypted").
///
///     key        = crypto_pwhash(32, passphrase, salt, ops, mem, ARGON2ID13)
///     AAD        = "sealed-payload v1 key file" || 0x00 || crv || 0x00 || x || u64 ops || u64 mem || salt
///     ciphertext = XChaCha20-Poly1305.Seal(key, nonce, AAD, d)
struct EncryptedKeyFile {
  /// What writers use: about half a second and 256 MiB.
  private static let operations: UInt64 = 3
  private static let memory = 256 << 20

  /// What readers accept: a file is input from strangers, and must not cost the machine its memory.
  private static let operationLimits: ClosedRange<Int64> = 1...16
  private static let memoryLimits: ClosedRange<Int64> = 8_192...(1 << 30)

  private static let kdf = "argon2id13"
  private static let cipher = "xchacha20poly1305"
  private static let members = [
    "sealed_payload_key", "kty", "crv", "x", "kdf", "ops", "mem", "salt", "cipher", "nonce", "ciphertext",
  ]

  private let publicKey: KeyFile.PublicKey
  private let operations: UInt64
  private let memory: Int
  private let salt: [UInt8]

  private let nonce: [UInt8]
  private let ciphertext: [UInt8]

  init(_ document: borrowing JSONDocument, _ publicKey: KeyFile.PublicKey) throws(KeyError) {
    guard case .object(let members) = document.root, members.allSatisfy({ Self.members.contains(where: $0.isNamed) }),
      document.integer(document.member("sealed_payload_key")) == 1,
      document.string(document.member("kdf")) == Self.kdf, document.string(document.member("cipher")) == Self.cipher,
      let operations = document.integer(document.member("ops")), Self.operationLimits.contains(operations),
      let memory = document.integer(document.member("mem")), Self.memoryLimits.contains(memory),
      let salt = document.base64URL(document.member("salt")), salt.count == PasswordHash.saltByteCount,
      let nonce = document.base64URL(document.member("nonce")), nonce.count == SecretBox.nonceByteCount,
      let ciphertext = document.base64URL(document.member("ciphertext")),
      ciphertext.count == 32 + SecretBox.tagByteCount
    else { throw .malformedKeyFile }
    self.publicKey = publicKey
    self.operations = UInt64(operations)
    self.memory = Int(memory)
    self.salt = salt
    self.nonce = nonce
    self.ciphertext = ciphertext
  }

  /// Decrypts the private key.
  func open(_ passphrase: Passphrase?) throws(KeyError) -> Secret {
    guard let passphrase else { throw .passphraseNeeded }
    let aad = Self.authenticated(publicKey, operations, memory, salt)
    let key = try Self.derive(passphrase, salt, operations, memory)
    let secret = key.withBytes { key in
      ciphertext.withSpan { ciphertext in
        aad.withSpan { aad in
          nonce.withSpan { nonce in SecretBox.open(ciphertext, authenticating: aad, nonce: nonce, key: key) }
        }
      }
    }
    guard let secret else { throw .wrongPassphrase }
    return secret
  }

  /// Encrypts a private key.
  static func seal(
    _ secret: Span<UInt8>, _ publicKey: KeyFile.PublicKey, _ passphrase: Passphrase
  ) throws(KeyError) -> [UInt8] {
    let (salt, nonce) = (Random.bytes(PasswordHash.saltByteCount), Random.bytes(SecretBox.nonceByteCount))
    let aad = authenticated(publicKey, operations, memory, salt)
    let key = try derive(passphrase, salt, operations, memory)
    let ciphertext = key.withBytes { key in
      aad.withSpan { aad in
        nonce.withSpan { nonce in SecretBox.seal(secret, authenticating: aad, nonce: nonce, key: key) }
      }
    }
    var json = JSONWriter()
    json.object { json in
      json.integer("sealed_payload_key", 1)
      json.publicKey(publicKey)
      json.string("kdf", kdf)
      json.integer("ops", operations)
      json.integer("mem", memory)
      salt.withSpan { json.base64URL("salt", $0) }
      json.string("cipher", cipher)
      nonce.withSpan { json.base64URL("nonce", $0) }
      ciphertext.withSpan { json.base64URL("ciphertext", $0) }
    }
    return json.text()
  }

  private static func derive(
    _ passphrase: Passphrase, _ salt: [UInt8], _ operations: UInt64, _ memory: Int
  ) throws(KeyError) -> Secret {
    guard !passphrase.isEmpty else { throw .passphraseNeeded }
    let key = passphrase.withBytes { passphrase in
      salt.withSpan { salt in
        PasswordHash.derive(
          count: SecretBox.keyByteCount, passphrase: passphrase, salt: salt, operations: operations, memory: memory)
      }
    }
    guard let key else { throw .outOfMemory }
    return key
  }

  private static func authenticated(
    _ publicKey: KeyFile.PublicKey, _ operations: UInt64, _ memory: Int, _ salt: [UInt8]
  ) -> [UInt8] {
    var aad = Labels.keyFile + publicKey.curve.utf8 + [0] + publicKey.bytes
    aad.append(bigEndian: operations)
    aad.append(bigEndian: UInt64(memory))
    return aad + salt
  }
}
