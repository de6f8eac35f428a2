public import SealedPayload

/// What can go wrong between a request and its answer.
@nonexhaustive
public enum ClientFailure: Error, Sendable {
  /// The request can't be sealed as it is: mend it.
  case invalidRequest(RequestProblem)

  /// There is no key to seal the request to.
  case keys(KeyFailure)

  /// The API itself refused the request, under seal; `retryAfter` is in seconds.
  case refused(Verdict, retryAfter: UInt64?)

  /// Something on the way, or the API without its key, answered unsealed: nobody knows who wrote it.
  case unsealed(UnsealedAnswer)

  /// A sealed message that is not the answer to this request, or was changed, or has no end.
  case unauthentic(OpenError)

  /// The answer is not signed as `ClientOptions.responseSignatures` wants it.
  case unsigned

  /// The transport has no answer.
  case transport(any Error)

  /// The request's own body could not be read.
  case body(any Error)

  /// The task was cancelled.
  case cancelled
}

extension ClientFailure: CustomStringConvertible {
  /// What happened and what to do; without secrets.
  public var description: String {
    switch self {
    case .invalidRequest(let problem): problem.description
    case .keys(let failure): failure.description
    case .refused(let verdict, let retryAfter):
      "the API refused it as \(verdict.reason) (status \(verdict.status))"
        + (Self.meaning(ofVerdict: verdict.reason).map { ": \($0)" } ?? "")
        + (retryAfter.map { "; try again in \($0) s" } ?? "")
    case .unsealed(let answer): answer.description
    case .unauthentic:
      "the sealed answer is not the authentic and complete answer to this request; a hop may have changed or cut it"
    case .unsigned: "the answer is not signed as this client requires"
    case .transport(let error): "the transport has no answer: \(error)"
    case .body(let error): "the request's body could not be read: \(error)"
    case .cancelled: "it was cancelled"
    }
  }

  /// What a verdict's reason means to the one who sent the request, and what to look at.
  private static func meaning(ofVerdict reason: String) -> String? {
    switch reason {
    case "mismatch": "its method, path or host is not what was sealed; a hop may rewrite or redirect requests"
    case "replayed": "it has come before; a hop may send requests twice"
    case "stale": "its time is too far from the API's clock"
    case "proof-required": "such requests must be signed"
    case "forbidden": "its signer is none of the API's clients; have the key added to them"
    case "bad-gateway": "the gateway before the API got no answer from it"
    case "gateway-timeout": "the API took too long to answer the gateway before it"
    case "failed": "the API broke down while it worked"
    default: nil
    }
  }
}

/// What an unsealed answer says; anybody on the way can have written it.
public struct UnsealedAnswer: Sendable, Hashable, CustomStringConvertible {
  /// The reasons that this protocol gives unsealed.
  public enum Reason: String, Sendable, Hashable {
    /// The API has no such key.
    case unknownKey = "unknown-key"
    /// The message failed a check.
    case rejected
    /// A limit of size.
    case tooLarge = "too-large"
    /// No sealed message arrived.
    case sealingRequired = "sealing-required"
    /// The API can't take requests yet.
    case notReady = "not-ready"
  }

  /// The outer status.
  public let status: Int

  /// The reason, if it is one of this protocol's.
  public let reason: Reason?

  /// How long to wait, in seconds, if it says so.
  public let retryAfter: UInt64?

  /// What it says, and what to do.
  public var description: String {
    switch reason {
    case .unknownKey: "an unsealed answer says that the API does not know the key; the keys were fetched again"
    case .rejected: "an unsealed answer says that the message failed a check; a hop may change messages"
    case .tooLarge: "an unsealed answer says that the message is too large"
    case .sealingRequired:
      "an unsealed answer says that no sealed message arrived; a hop may drop the sealed-payload field or the body"
    case .notReady: "an unsealed answer says that the API is not ready; try again later"
    case nil: "an unsealed answer with status \(status) came back; look at the hop or server that wrote it"
    }
  }
}
