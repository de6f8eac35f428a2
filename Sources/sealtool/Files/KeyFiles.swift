internal import SealedCrypto
internal import SealedPayload

// Key files, through the same doors as all other files: so that no output replaces a key that is read.

extension Files {
  /// Reads a private key, and asks for the passphrase if there is one and no file to take it from.
  func privateKey(_ path: String, passphraseFile: String?) throws(ToolError) -> KeyFile.PrivateKey {
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
  func encryptionKey(_ path: String, passphraseFile: String?) throws(ToolError) -> RecipientPrivateKey {
    switch try privateKey(path, passphraseFile: passphraseFile) {
    case .encryption(let key): return key
    case .signing:
      throw .refused(problem: "\(path) holds a signing key", remedy: "name a file of 'sealtool keygen encryption'")
    }
  }

  /// Reads a key that signs messages.
  func signingKey(_ path: String, passphraseFile: String?) throws(ToolError) -> SigningKey {
    switch try privateKey(path, passphraseFile: passphraseFile) {
    case .signing(let key): return key
    case .encryption:
      throw .refused(problem: "\(path) holds an encryption key", remedy: "name a file of 'sealtool keygen signing'")
    }
  }

  /// Reads the public half of a key file.
  func publicKey(_ path: String) throws(ToolError) -> KeyFile.PublicKey {
    try withSecret(path, limit: KeyFile.maximumByteCount) { (file) throws(ToolError) in
      try ToolError.key(path) { () throws(KeyError) in try KeyFile.publicKey(file) }
    }
  }

  /// Reads an exchange, and refuses one whose time is over.
  func exchange(_ path: String, role: Exchange.Role) throws(ToolError) -> Exchange {
    let exchange = try exchange(path)
    guard exchange.role != role else { return exchange }
    let maker = role == .client ? "seal request" : "open"
    throw .refused(
      problem: "\(path) belongs to the other side of the request",
      remedy: "name the exchange file that 'sealtool \(maker)' wrote")
  }

  /// Reads an exchange of either side.
  func exchange(_ path: String) throws(ToolError) -> Exchange {
    try withSecret(path) { (file) throws(ToolError) in
      do throws(ExchangeError) {
        return try Exchange(serialized: file, now: Clock.now)
      } catch .expired {
        throw .refused(problem: "the exchange in \(path) has expired", remedy: "seal the request anew")
      } catch {
        throw .refused(
          problem: "\(path) is not an exchange file",
          remedy: "name the one that sealing or opening the request wrote")
      }
    }
  }
}

extension KeyRing {
  /// A ring of one key, read from `path`.
  convenience init(of key: consuming RecipientPrivateKey, issuer: Issuer, _ path: String) throws(ToolError) {
    do throws(KeyError) {
      // One message is opened: there is no session to remember.
      try self.init([RecipientKey(key, issuer: issuer, sessions: 0)])
    } catch {
      throw .key(path, error)
    }
  }
}
