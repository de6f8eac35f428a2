public import SealedPayload

/// Why there is no key to seal to.
@nonexhaustive
public enum KeyFailure: Error, Sendable {
  /// The key configuration can't be fetched.
  case unreachable(any Error)
  /// The answer to fetching it has another status than 200, or an encoding.
  case unexpectedAnswer(status: Int)
  /// It was fetched, and is not accepted.
  case refused(ConfigurationProblem)
  /// It names no identity key, which a client without pins needs.
  case withoutIdentity
  /// It has no key with a suite that this machine has and the options allow; nothing weaker is used.
  case noUsableKey
  /// What was accepted before can't be read or written.
  case state(String)
}

extension KeyFailure: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unreachable(let error): "the key configuration can't be fetched: \(error)"
    case .unexpectedAnswer(let status):
      "the key configuration can't be fetched: \(WellKnown.keysPath) answers with status \(status), or encoded"
    case .refused(let problem): "the key configuration is refused: \(problem)"
    case .withoutIdentity: "the key configuration names no identity key; pin the API's key"
    case .noUsableKey: "the API has no key and suite that this client may use now; nothing weaker is used instead"
    case .state(let reason): "the state of key configurations can't be kept: \(reason)"
    }
  }
}
