/// Why a key directory can't be made, read or changed.
@nonexhaustive
public enum KeyStoreError: Error, Sendable, Hashable {
  /// A key directory is made in a new or empty folder alone.
  case exists(path: String)
  /// No folder with a `store.json`.
  case missing(path: String)
  /// Group or others can reach into the folder.
  case openToOthers(path: String)
  /// A file is not what the directory's format says.
  case malformed(path: String)
  /// A file of a key can't be read.
  case key(path: String, KeyError)
  /// A private key that the directory should hold is not there.
  case missingKey(path: String)
  /// The directory knows no key of that identifier.
  case noSuchKey(KeyIdentifier)
  /// An API is named by its origin.
  case issuerIsNoOrigin
  /// A number of the policy is out of its range.
  case policy(String)
  /// The directory holds as many keys as a configuration can list.
  case tooManyKeys
  /// There is no key that clients could use.
  case noUsableKey
  /// The identity key is not in the directory, and none was given.
  case identityIsElsewhere
  /// The identity key that was given is not the one of the directory.
  case wrongIdentity(expected: VerifyingKey)
  /// No configuration was signed yet.
  case notPublished(path: String)
  /// The configuration in the directory would be refused by clients.
  case configuration(ConfigurationProblem)
  /// The configuration lists a key that is not held, or no longer when clients still use it.
  case listsMissingKey(KeyIdentifier)
  /// The configuration lists a cipher that this machine does not have.
  case unavailableCipher(String)
  /// The clock is later than any message can be.
  case clockOutOfRange
  /// Another process is changing the directory.
  case busy(path: String)
  /// The system refused to read or write a file.
  case system(path: String, reason: String)
}

extension KeyStoreError {
  init(_ failure: SystemFailure) { self = .system(path: failure.path, reason: failure.reason) }
}

extension KeyStoreError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .exists(let path): "\(path) is not empty; name a new folder, or remove it if an init was cut short"
    case .missing(let path):
      "\(path) is not a key directory; make one with: sealtool keys init --dir \(path) --issuer ORIGIN"
    case .openToOthers(let path): "\(path) is open to others; run: chmod 700 \(path)"
    case .malformed(let path): "\(path) is damaged, or of a later version; put back a good copy"
    case .key(_, let error) where error.namesFile: error.description
    case .key(let path, let error): "\(path): \(error)"
    case .missingKey(let path): "\(path) is missing; put it back, or take the key out with: sealtool keys revoke"
    case .noSuchKey(let key): "no key \(key) in the directory; see: sealtool keys list"
    case .issuerIsNoOrigin: "an API's keys need its origin as issuer, such as https://api.example.com"
    case .policy(let text): text
    case .tooManyKeys: "\(KeyStoreLimits.keys) keys are the most; wait until old ones are retired, or revoke some"
    case .noUsableKey: "no key that clients can use; make one with: sealtool keys rotate"
    case .identityIsElsewhere: "the identity key is not in the directory; give it, or publish where it is"
    case .wrongIdentity(let expected): "not the identity key of this directory, which is \(expected)"
    case .notPublished(let path): "\(path) is missing; sign it with: sealtool keys publish"
    case .configuration(let problem): "configuration.jws: \(problem)"
    case .listsMissingKey(let key):
      "configuration.jws lists the key \(key), which is not held here as long as clients use it; sign a new one with: "
        + "sealtool keys publish"
    case .unavailableCipher(let name):
      "configuration.jws lists \(name), which this machine does not have; leave it out for all with: "
        + "sealtool keys publish --suite chacha20poly1305"
    case .clockOutOfRange: "the clock is out of range; set it"
    case .busy(let path): "another process is changing \(path); try again"
    case .system(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension KeyError {
  /// Whether the text says already which file it is about.
  fileprivate var namesFile: Bool {
    switch self {
    case .readableByOthers, .exists, .system: true
    default: false
    }
  }
}
