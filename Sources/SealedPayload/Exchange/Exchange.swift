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
  package let requestHeadHash: [UInt8]

  package init(
    role: Role, session: SessionContext, requestPrelude: [UInt8], requestHeadHash: [UInt8], requestMethod: String
  ) {
    self.role = role
    self.session = session
    self.requestPrelude = requestPrelude
    self.requestHeadHash = requestHeadHash
    self.requestMethod = requestMethod
  }

  /// Whom the request went to.
  public var recipient: Recipient { session.recipient }

  /// bind = request prelude || prelude (kinds 3, 4).
  func bind(_ reply: ReplyPrelude) -> [UInt8] { requestPrelude + reply.bytes }
}
