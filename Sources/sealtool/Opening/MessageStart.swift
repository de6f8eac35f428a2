internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// What the first bytes of a message tell: its kind, and so which key material opens it.
enum MessageStart {
  /// Bytes up to the kind.
  static let byteCount = 5

  /// The kind, if the bytes are the start of a message; otherwise the opener says what is wrong.
  static func kind(_ start: [UInt8]) -> MessageKind? {
    guard start.count >= byteCount, start.starts(with: Prelude.magic) else { return nil }
    return MessageKind(rawValue: start[byteCount - 1])
  }

  /// The issuer that a key opens this kind of message for.
  static func issuer(_ issuer: Issuer?, for kind: MessageKind?, _ name: String) throws(ToolError) -> Issuer {
    switch kind {
    case .request:
      guard let issuer, issuer.isOrigin else {
        throw .refused(
          problem: "\(name) is a request, which is sealed for an origin", remedy: "give it, --iss https://host[:port]")
      }
      return issuer
    case .response, .verdict:
      throw .refused(
        problem: "\(name) is a response, which no key opens",
        remedy: "use 'sealtool open response' or inspect, with --exchange FILE")
    case .payload, .none:
      guard let issuer, issuer.isOrigin else { return issuer ?? .unnamed }
      guard kind == .payload else { return .unnamed }
      throw .refused(
        problem: "\(name) is a payload, which is never sealed for an origin",
        remedy: "give its plain name, or no --iss")
    }
  }

  /// Bytes of the longest prelude and the commitment behind it.
  static let longestClearPart = Prelude.byteCount(.xWing) + MessageKeys.commitmentByteCount

  /// What a key log says of the message that begins like this; nil if it has no line for it.
  static func logged(_ start: [UInt8], in log: KeyLogReader, _ name: String) throws(ToolError) -> LoggedMessage? {
    let seen = start.withSpan { MessageInspector($0, access: .none) }
    // Without a commitment something is wrong with the prelude, or the message ends in it.
    if seen.commitment.isEmpty, let problem = seen.problem { throw .opening(name, OpenError(problem.error)) }
    return log[seen.commitment]
  }
}
