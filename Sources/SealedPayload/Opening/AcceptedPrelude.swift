/// A prelude whose keys were found.
struct AcceptedPrelude: Sendable {
  let kind: MessageKind
  let timestamp: UInt64?
  let bind: [UInt8]
  let origin: Origin

  /// What the keys come from.
  enum Origin: Sendable {
    /// The session of a payload or request, remembered by its key once the head was authenticated.
    case session(SessionContext, of: RecipientKey, prefix: [UInt8])
    /// The exchange that a reply belongs to.
    case exchange(Exchange)
    /// A line of a key log.
    case logged(LoggedMessage)
  }

  /// What the message was agreed in; a key log holds no sessions.
  var session: SessionContext? {
    switch origin {
    case .session(let session, _, _): session
    case .exchange(let exchange): exchange.session
    case .logged: nil
    }
  }

  /// The exchange that a reply belongs to.
  var exchange: Exchange? { if case .exchange(let exchange) = origin { exchange } else { nil } }

  /// Whom the message was sealed to; for replies, whom the request was sealed to.
  var recipient: Recipient {
    switch origin {
    case .session(let session, _, _): session.recipient
    case .exchange(let exchange): exchange.recipient
    case .logged(let message): message.recipient
    }
  }

  /// SHA-512 of the head of the request that a reply answers.
  var requestHeadHash: [UInt8]? {
    switch origin {
    case .session: nil
    case .exchange(let exchange): exchange.requestHeadHash
    case .logged(let message): message.request?.headHash
    }
  }

  /// The method of the request that a reply answers.
  var requestMethod: String? {
    switch origin {
    case .session: nil
    case .exchange(let exchange): exchange.requestMethod
    case .logged(let message): message.request?.method
    }
  }

  /// The keys of the message.
  func keys() throws(FormatError) -> MessageKeys {
    switch origin {
    case .session(let session, _, _): try session.keys(bind: bind)
    case .exchange(let exchange): try exchange.session.keys(bind: bind)
    case .logged(let message): try message.keys()
    }
  }
}
