/// Why a key can't be read, written or used.
@nonexhaustive
public enum KeyError: Error, Sendable, Hashable {
  /// Not a public key in one line (`x25519:` or `ed25519:` and 43 characters).
  case malformedPublicKey
  /// A point of low order or no canonical encoding: not the key of anybody.
  case unusablePublicKey
  /// Not an origin (`https://host[:port]`), or not a plain name.
  case malformedIssuer
  /// X-Wing without a libsodium that has it.
  case unavailable(String)
  /// Keys of this kind have no form in files yet.
  case noFileForm
  /// Not a JWK of kind OKP with X25519 or Ed25519, or its parts contradict each other.
  case malformedKeyFile
  /// The file is encrypted, and no passphrase was given.
  case passphraseNeeded
  /// The passphrase is wrong, or the file was changed.
  case wrongPassphrase
  /// The machine lacks the memory that the passphrase's hash takes.
  case outOfMemory
  /// The file can be read by others than its owner.
  case readableByOthers(path: String)
  /// The file exists already: keys are never overwritten.
  case exists(path: String)
  /// The system refused to read or write the file.
  case system(path: String, reason: String)
  /// Two keys with the same identifier in one ring.
  case duplicateKey
}

extension KeyError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .malformedPublicKey: "not a public key: expected x25519:... or ed25519:... with 43 base64url characters"
    case .unusablePublicKey: "not a usable public key: its point has low order or is not canonical"
    case .malformedIssuer:
      "not an issuer: expected an origin such as https://api.example.com (lower case, no trailing slash, no default "
        + "port) or, for payloads, a plain name"
    case .unavailable(let name): "\(name) needs libsodium 1.0.22 or later; use an X25519 key"
    case .noFileForm: "X-Wing keys have no form in key files in this version; use an X25519 key"
    case .malformedKeyFile: "not a key file: expected a JWK with kty OKP and crv X25519 or Ed25519"
    case .passphraseNeeded: "the key file is encrypted; give its passphrase"
    case .wrongPassphrase: "the passphrase is wrong, or the key file was changed"
    case .outOfMemory: "not enough memory for the passphrase's hash"
    case .readableByOthers(let path): "\(path) can be read by others; run: chmod 600 \(path)"
    case .exists(let path): "\(path) exists, and keys are never overwritten; choose another name"
    case .system(let path, let reason): "\(path): \(reason)"
    case .duplicateKey: "two keys with the same identifier; load each key once"
    }
  }
}
