internal import SealedCrypto
package import SealedPayload

// Key files, through the same doors as all other files: so that no output replaces a key that is read.

extension Files {
  /// Reads a private key, and asks for the passphrase if there is one and no file to take it from.
  package func privateKey(_ path: String, passphraseFile: String?) throws(ToolError) -> KeyFile.PrivateKey {
    try withSecret(path, limit: KeyFile.maximumByteCount) { (file) throws(ToolError) in
      do throws(KeyError) {
        return try KeyFile.privateKey(file)
      } catch .passphraseNeeded {
        let passphrase: Passphrase? = try self.passphrase(for: path, from: passphraseFile)
        return try ToolError.key(path) { () throws(KeyError) in
          try KeyFile.privateKey(file, passphrase: passphrase)
        }
      } catch {
        throw .key(path, error)
      }
    }
  }

  /// Reads a key that opens messages.
  package func encryptionKey(_ path: String, passphraseFile: String?) throws(ToolError) -> RecipientPrivateKey {
    switch try privateKey(path, passphraseFile: passphraseFile) {
    case .encryption(let key): return key
    case .signing:
      throw .refused(problem: "\(path) holds a signing key", remedy: "name a file of 'sealtool keygen encryption'")
    }
  }

  /// Reads a key that signs messages.
  package func signingKey(_ path: String, passphraseFile: String?) throws(ToolError) -> SigningKey {
    switch try privateKey(path, passphraseFile: passphraseFile) {
    case .signing(let key): return key
    case .encryption:
      throw .refused(problem: "\(path) holds an encryption key", remedy: "name a file of 'sealtool keygen signing'")
    }
  }

  /// Reads the public half of a key file.
  package func publicKey(_ path: String) throws(ToolError) -> KeyFile.PublicKey {
    try withSecret(path, limit: KeyFile.maximumByteCount) { (file) throws(ToolError) in
      try ToolError.key(path) { () throws(KeyError) in try KeyFile.publicKey(file) }
    }
  }
}
