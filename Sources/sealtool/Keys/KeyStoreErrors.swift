internal import SealedCommandLine
internal import SealedPayload

extension ToolError {
  /// What is wrong with a key directory.
  static func store(_ error: KeyStoreError) -> ToolError {
    switch error {
    case .system(let path, let reason):
      return .refused(problem: "\(path): \(reason)", remedy: "check the name, the permissions and the disk")
    case .key(let path, let error) where error == .malformedKeyFile: return .key(path, error)
    default:
      // The library's own words: what is wrong, a semicolon, what to do.
      let parts = error.description.split(separator: "; ", maxSplits: 1).map(String.init)
      return .refused(problem: parts[0], remedy: parts.count > 1 ? parts[1] : "see 'sealtool help keys'")
    }
  }

  /// Runs a step that works on a key directory.
  static func store<Value: ~Copyable>(_ step: () throws(KeyStoreError) -> Value) throws(ToolError) -> Value {
    do throws(KeyStoreError) { return try step() } catch { throw .store(error) }
  }
}

/// The identity key that an option names, and where its passphrase is.
struct IdentityFile {
  private let path: String?
  private let passphraseFile: String?

  init(_ arguments: ParsedArguments) {
    path = arguments.value(.identity)
    passphraseFile = arguments.value(.passphraseFile)
  }

  /// Nil if the option was not given.
  func key(_ files: Files) throws(ToolError) -> SigningKey? {
    guard let path else { return nil }
    return try files.signingKey(path, passphraseFile: passphraseFile)
  }
}

extension Terminal {
  /// Says until when clients may use the configuration, or that it must be signed.
  func note(_ change: KeyStoreChange) {
    if let end = change.signedUntil {
      note("signed until \(Clock.text(end))")
    } else {
      note("not signed: the identity key is elsewhere; publish with it, and copy configuration.jws here")
    }
  }
}
