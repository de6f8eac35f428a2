internal import SealedCrypto

/// Where the keys of a message come from: a ring for kinds 1 and 2, an exchange for the replies.
enum MessageSource: Sendable {
  case keys(KeyRing, MessageKind)
  case exchange(Exchange, signers: ResponseSigners)

  /// Bytes of the prelude that tell how long it is.
  var prefixByteCount: Int {
    switch self {
    case .keys: Prelude.prefixByteCount
    case .exchange: ReplyPrelude.byteCount
    }
  }

  /// How long the prelude is.
  func preludeByteCount(prefix: Span<UInt8>) throws(FormatError) -> Int {
    switch self {
    case .keys(_, let kind): try Prelude.byteCount(prefix: prefix, expecting: kind)
    case .exchange: ReplyPrelude.byteCount
    }
  }

  /// Finds or agrees on the session, and derives the keys of the message.
  func accept(prelude wire: Span<UInt8>) throws(FormatError) -> AcceptedPrelude {
    switch self {
    case .keys(let ring, let kind):
      let prelude = try Prelude(wire, expecting: kind)
      // A key belongs to one name, and so to payloads or to requests, never to both.
      guard let key = ring[prelude.keyIdentifier], key.recipient.issuer.isOrigin == (kind == .request)
      else { throw .unknownKey(prelude.keyIdentifier) }
      return AcceptedPrelude(
        kind: kind, timestamp: prelude.timestamp, bind: prelude.bytes, session: try key.session(for: prelude),
        remembering: (key, prelude.sessionPrefix), exchange: nil)
    case .exchange(let exchange, _):
      let prelude = try ReplyPrelude(wire)
      return AcceptedPrelude(
        kind: prelude.kind, timestamp: nil, bind: exchange.bind(prelude), session: exchange.session,
        remembering: nil, exchange: exchange)
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

/// A prelude whose keys were found.
struct AcceptedPrelude: Sendable {
  let kind: MessageKind
  let timestamp: UInt64?
  let bind: [UInt8]
  let session: SessionContext
  /// Where the session is remembered once the head was authenticated.
  let remembering: (key: RecipientKey, prefix: [UInt8])?
  let exchange: Exchange?
}
