internal import SealedCrypto

/// Where the keys of a message come from: a ring for kinds 1 and 2, an exchange for the replies, or a line of a key log.
enum MessageSource: Sendable {
  case keys(KeyRing, MessageKind)
  case exchange(Exchange, signers: ResponseSigners)
  case logged(LoggedMessage)

  /// Bytes of the prelude that tell how long it is.
  var prefixByteCount: Int {
    switch self {
    case .keys: Prelude.prefixByteCount
    case .exchange: ReplyPrelude.byteCount
    case .logged(let message): message.kind.isReply ? ReplyPrelude.byteCount : Prelude.prefixByteCount
    }
  }

  /// How long the prelude is.
  func preludeByteCount(prefix: Span<UInt8>) throws(FormatError) -> Int {
    switch self {
    case .keys(_, let kind): try Prelude.byteCount(prefix: prefix, expecting: kind)
    case .exchange: ReplyPrelude.byteCount
    case .logged(let message) where message.kind.isReply: ReplyPrelude.byteCount
    case .logged(let message): try Prelude.byteCount(prefix: prefix, expecting: message.kind)
    }
  }

  /// Finds or agrees on the session, and derives the keys of the message.
  func accept(prelude wire: Span<UInt8>) throws(FormatError) -> AcceptedPrelude {
    switch self {
    case .keys(let ring, let kind):
      let prelude = try Prelude(wire, expecting: kind)
      // A key belongs to an API or to a named recipient: it opens requests or payloads, never both.
      guard let key = ring[prelude.keyIdentifier], key.recipient.issuer.isOrigin == (kind == .request)
      else { throw .unknownKey(prelude.keyIdentifier) }
      let session = try key.session(for: prelude)
      return AcceptedPrelude(
        kind: kind, timestamp: prelude.timestamp, bind: prelude.bytes,
        origin: .session(session, of: key, prefix: prelude.sessionPrefix))
    case .exchange(let exchange, _):
      let prelude = try ReplyPrelude(wire)
      return AcceptedPrelude(
        kind: prelude.kind, timestamp: nil, bind: exchange.bind(prelude), origin: .exchange(exchange))
    case .logged(let message):
      guard wire.elementsEqual(Array(Bind.ownPrelude(of: message.bind, message.kind))) else { throw .commitment }
      return AcceptedPrelude(
        kind: message.kind, timestamp: message.timestamp, bind: message.bind, origin: .logged(message))
    }
  }
}

/// Which keys may sign a response.
public enum ResponseSigners: Sendable, Hashable {
  /// Those that the API's key configuration lists; with an empty list a signed response is refused.
  case listed([VerifyingKey])
  /// Whoever signed: for debugging, where the caller looks at the signer.
  case anyoneUnverified

  func allow(_ key: VerifyingKey) -> Bool {
    switch self {
    case .listed(let keys): keys.contains(key)
    case .anyoneUnverified: true
    }
  }
}
