import SealedCrypto
import SealedPayload
import Testing

/// A passphrase-encrypted key file, made from the specification's words with the least work that it allows.
struct CheapKeyFile: Sendable {
  static let passphrase = "correct horse"

  var members: [String: String]
  let d: [UInt8]

  init(_ curve: String = "X25519", operations: UInt64 = 1, memory: Int = 8_192) throws {
    var generator = Seed.generator("encrypted key files")
    let d = generator.bytes(32)
    let (salt, nonce) = (generator.bytes(16), generator.bytes(24))
    let x = curve == "X25519" ? d.withSpan { X25519.publicKey(of: $0) } : Self.signingKey(d)
    var aad = Array("sealed-payload v1 key file\0\(curve)\0".utf8) + x
    aad.append(bigEndian: operations)
    aad.append(bigEndian: UInt64(memory))
    let ciphertext = try #require(Self.seal(d, aad + salt, salt, nonce, operations, memory))
    members = [
      "sealed_payload_key": "1", "kty": "\"OKP\"", "crv": "\"\(curve)\"", "x": "\"\(base64URL(x))\"",
      "kdf": "\"argon2id13\"", "ops": "\(operations)", "mem": "\(memory)", "salt": "\"\(base64URL(salt))\"",
      "cipher": "\"xchacha20poly1305\"", "nonce": "\"\(base64URL(nonce))\"",
      "ciphertext": "\"\(base64URL(ciphertext))\"",
    ]
    self.d = d
  }

  private static func signingKey(_ seed: [UInt8]) -> [UInt8] {
    SigningKey(seed: seed.withSpan { Secret(copying: $0) }).publicKey.bytes
  }

  private static func seal(
    _ d: [UInt8], _ aad: [UInt8], _ salt: [UInt8], _ nonce: [UInt8], _ operations: UInt64, _ memory: Int
  ) -> [UInt8]? {
    let key = Array(passphrase.utf8).withSpan { passphrase in
      salt.withSpan { salt in
        PasswordHash.derive(count: 32, passphrase: passphrase, salt: salt, operations: operations, memory: memory)
      }
    }
    return key?.withBytes { key in
      d.withSpan { d in
        aad.withSpan { aad in nonce.withSpan { SecretBox.seal(d, authenticating: aad, nonce: $0, key: key) } }
      }
    }
  }

  var text: String { "{" + members.map { "\"\($0)\":\($1)" }.sorted().joined(separator: ",") + "}" }
}

@Suite("Passphrase-encrypted key files")
struct EncryptedKeyFileTests {
  @Test("The right passphrase opens, another or none doesn't", arguments: ["X25519", "Ed25519"])
  func passphrases(curve: String) throws {
    let file = try CheapKeyFile(curve)
    let key = try KeyFile.opened(file.text, CheapKeyFile.passphrase)
    #expect(try KeyFile.publicKey(text: file.text) == key)
    for wrong in ["correct hors", "correct horsf", "Correct horse", "correct horse ", "x"] {
      #expect(throws: KeyError.wrongPassphrase) { try KeyFile.opened(file.text, wrong) }
    }
    #expect(throws: KeyError.passphraseNeeded) { try KeyFile.opened(file.text) }
    #expect(throws: KeyError.passphraseNeeded) { try KeyFile.opened(file.text, "") }
  }

  @Test("A changed parameter is as wrong as the passphrase")
  func changedParameters() throws {
    for (name, value) in [
      ("ops", "2"), ("mem", "8193"), ("mem", "9216"), ("salt", "\"\(base64URL([UInt8](repeating: 0, count: 16)))\""),
      ("nonce", "\"\(base64URL([UInt8](repeating: 0, count: 24)))\""),
      ("ciphertext", "\"\(base64URL([UInt8](repeating: 0, count: 48)))\""),
    ] {
      var file = try CheapKeyFile()
      file.members[name] = value
      #expect(throws: KeyError.wrongPassphrase, "\(name)") { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
    }
    var file = try CheapKeyFile()
    file.members["x"] = "\"\(base64URL(try RecipientPrivateKey().publicKey.bytes))\""
    #expect(throws: KeyError.wrongPassphrase) { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
  }

  @Test("Every byte of the ciphertext counts", arguments: 0..<48)
  func ciphertext(index: Int) throws {
    var file = try CheapKeyFile("Ed25519")
    let text = Array((file.members["ciphertext"] ?? "").utf8.dropFirst().dropLast())
    var bytes = try #require(text.withSpan { Text.decodeBase64($0, .url) })
    bytes[index] ^= 1
    file.members["ciphertext"] = "\"\(base64URL(bytes))\""
    #expect(throws: KeyError.wrongPassphrase) { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
  }

  @Test(
    "Work beyond the limits is refused before it is done",
    arguments: [
      ("ops", "0"), ("ops", "17"), ("ops", "-1"), ("ops", "9223372036854775807"), ("ops", "1.0"), ("ops", "1e1"),
      ("ops", "\"1\""), ("mem", "8191"), ("mem", "0"), ("mem", "-1"), ("mem", "1073741825"),
      ("mem", "9223372036854775807"),
      ("mem", "99999999999999999999"), ("mem", "null"),
    ])
  func limits(name: String, value: String) throws {
    var file = try CheapKeyFile()
    file.members[name] = value
    file.members[name == "ops" ? "mem" : "ops"] = name == "ops" ? "1073741824" : "16"
    // A gigabyte sixteen times over takes many seconds.
    let time = ContinuousClock().measure {
      #expect(throws: KeyError.malformedKeyFile) { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
    }
    #expect(time < .seconds(1))
  }

  @Test("Other algorithms, lengths, members, versions")
  func forms() throws {
    let good = try CheapKeyFile()
    for (name, value) in [
      ("sealed_payload_key", "2"), ("sealed_payload_key", "\"1\""), ("kdf", "\"argon2i\""), ("kdf", "\"scrypt\""),
      ("cipher", "\"aes256gcm\""), ("salt", "\"AAAA\""), ("nonce", "\"AAAA\""), ("ciphertext", "\"AAAA\""),
      ("kty", "\"EC\""), ("crv", "\"X448\""), ("use", "\"enc\""), ("kid", "\"a\""), ("d", "\"a\""), ("extra", "1"),
    ] {
      var file = good
      file.members[name] = value
      #expect(throws: KeyError.malformedKeyFile, "\(name)") { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
    }
    for name in good.members.keys where name != "sealed_payload_key" {
      var file = good
      file.members[name] = nil
      #expect(throws: KeyError.malformedKeyFile, "\(name)") { try KeyFile.opened(file.text, CheapKeyFile.passphrase) }
    }
  }

  @Test("A file that was written opens, differs from the next one, and names what writers use")
  func written() throws {
    let key = SigningKey()
    let files = try (0..<2).map { _ in try KeyFile.file(key, passphrase: Passphrase("p")) }
    #expect(files.first != files.last)
    let text = String(decoding: files[0], as: UTF8.self)
    #expect(text.contains("\"ops\": 3,") && text.contains("\"mem\": 268435456,") && !text.contains("\"d\""))
    #expect(try KeyFile.opened(files[0], "p") == .signing(key.publicKey))
    #expect(throws: KeyError.passphraseNeeded) { try KeyFile.file(key, passphrase: Passphrase("")) }
  }
}
