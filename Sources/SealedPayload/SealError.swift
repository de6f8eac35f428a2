/// Why nothing was sealed.
///
/// These are mistakes of the caller or limits of the machine, never a peer's doing.
@nonexhaustive
public enum SealError: Error, Sendable, Equatable {
  /// The head breaks a rule of the format; the problem says which.
  case invalidHead(HeadProblem)

  /// The key can't be used: its point has low order.
  case unusableRecipientKey

  /// This machine lacks the cipher (AES-256-GCM without AES instructions) or this build the key exchange (X-Wing without
  /// libsodium 1.0.22): choose another.
  case unavailable(String)

  /// The timestamp lies after the year 9999.
  case timestampOutOfRange

  /// A request needs an issuer that is an origin, a payload one that is not.
  case wrongIssuer

  /// The padding's multiple is not between 1 and 65,536.
  case invalidPadding

  /// The exchange belongs to the other side: clients open responses, servers seal them.
  case wrongRole
}

extension SealError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .invalidHead(let problem): problem.description
    case .unusableRecipientKey: "the recipient's key has low order; get the right key"
    case .unavailable(let name): "\(name) is not available here; choose another suite"
    case .timestampOutOfRange: "the timestamp lies after the year 9999"
    case .wrongIssuer: "requests need an origin (https://host) as issuer, payloads a plain name"
    case .invalidPadding: "the padding's multiple must be between 1 and 65536"
    case .wrongRole: "this exchange belongs to the other side of the request"
    }
  }
}
