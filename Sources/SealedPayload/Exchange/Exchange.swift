internal import SealedCrypto

/// What both sides of a request keep for its response: to open it on the client, to seal it on the server.
///
/// Secret: whoever has it can read the whole session's messages. It lives as long as the request is under way. Erased with
/// its last holder.
public final class Exchange: Sendable {
  /// Which side keeps it.
  public enum Role: String, Sendable, Hashable {
    /// Sealed the request, opens the response.
    case client
    /// Opened the request, seals the response.
    case server
  }

  /// Which side keeps it.
  public let role: Role

  /// The method of the request: the rules for a response depend on it.
  public let requestMethod: String

  package let session: SessionContext
  package let requestPrelude: [UInt8]
  package let requestHead: RequestHeadDigest

  package init(
    role: Role, session: SessionContext, requestPrelude: [UInt8], requestHead: RequestHeadDigest, requestMethod: String
  ) {
    self.role = role
    self.session = session
    self.requestPrelude = requestPrelude
    self.requestHead = requestHead
    self.requestMethod = requestMethod
  }

  /// SHA-512 of the request head's content, for the proofs of replies.
  package var requestHeadHash: [UInt8] { requestHead.sha512 }

  /// Whom the request went to.
  public var recipient: Recipient { session.recipient }

  /// bind = request prelude || prelude (kinds 3, 4).
  func bind(_ reply: ReplyPrelude) -> [UInt8] { requestPrelude + reply.bytes }
}

extension Exchange: CustomReflectable {
  /// What may be seen in a debugger or a log: not the head, which holds the request's credentials.
  public var customMirror: Mirror {
    Mirror(self, children: ["role": role, "requestMethod": requestMethod, "recipient": recipient])
  }
}

/// The head of a request as its responses' proofs need it; most responses have none, so the hash is made on demand.
package enum RequestHeadDigest: Sendable {
  case content([UInt8])
  case hash([UInt8])

  package var sha512: [UInt8] {
    switch self {
    case .content(let bytes): SHA512.hash(bytes)
    case .hash(let hash): hash
    }
  }
}
