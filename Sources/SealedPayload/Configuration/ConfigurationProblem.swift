/// Why a key configuration is not accepted (spec/key-configuration.md, "Checks, in order").
@nonexhaustive
public enum ConfigurationProblem: Error, Sendable, Hashable {
  /// More than 64 KiB, or not three parts of base64url.
  case form
  /// Another `alg` or `typ`, or a member that must not be there.
  case header
  /// Not signed by an identity key that is accepted.
  case signature
  /// A member is missing, doubled, malformed, or contradicts another one.
  case payload
  /// It is another API's.
  case otherIssuer
  /// Signed in the future, by more than a clock may be wrong.
  case fromTheFuture
  /// It is good for longer than a day.
  case livesTooLong
  /// Its time is over.
  case expired
  /// Older than the last one that was accepted.
  case rolledBack
}

extension ConfigurationProblem: CustomStringConvertible {
  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .form: "not a compact JWS of at most \(ConfigurationLimits.byteCount) bytes"
    case .header: "not a JWS of type \(ConfigurationJWS.type) with EdDSA and nothing critical in its header"
    case .signature: "not signed by an identity key that is trusted here; check the pin"
    case .payload: "a member of the configuration is missing, doubled or malformed"
    case .otherIssuer: "the configuration belongs to another API"
    case .fromTheFuture: "the configuration was signed in the future; check this machine's clock"
    case .livesTooLong: "the configuration is good for more than a day"
    case .expired: "the configuration has expired; check this machine's clock, or the API's key rotation"
    case .rolledBack: "the configuration is older than the one that was accepted before"
    }
  }
}
