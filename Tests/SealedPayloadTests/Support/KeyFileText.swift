import SealedCrypto
import SealedPayload

extension KeyFile {
  /// Reads the public half of a file with that text.
  static func publicKey(text: String) throws -> PublicKey { try publicKey(bytes: Array(text.utf8)) }

  static func publicKey(bytes: [UInt8]) throws -> PublicKey {
    try bytes.withSpan { (file) throws(KeyError) in try publicKey(file) }
  }

  /// Reads a private key from a file with that text, and tells its public half.
  static func opened(_ text: String, _ passphrase: String? = nil) throws -> PublicKey {
    try opened(Array(text.utf8), passphrase)
  }

  static func opened(_ file: [UInt8], _ passphrase: String? = nil) throws -> PublicKey {
    let passphrase = passphrase.map { Passphrase($0) }
    return try file.withSpan { (file) throws(KeyError) in try privateKey(file, passphrase: passphrase).publicHalf }
  }
}

extension KeyFile.PrivateKey {
  var publicHalf: KeyFile.PublicKey {
    switch self {
    case .encryption(let key): .encryption(key.publicKey)
    case .signing(let key): .signing(key.publicKey)
    }
  }
}

extension Passphrase {
  convenience init(_ text: String) {
    let bytes = Array(text.utf8)[...]
    self.init(copying: bytes.span)
  }
}

/// Unpadded base64url, as text.
func base64URL(_ bytes: [UInt8]) -> String {
  bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
}
