internal import SealedCrypto

/// What a line of a key log says of one message: its key, and all that its proof is about.
///
/// Secret: whoever has it can read this message, and forge others in its place. Erased with its last holder.
package final class LoggedMessage: Sendable {
  /// What a reply's proof and length depend on.
  package struct Request: Sendable {
    package let method: String
    package let headHash: [UInt8]
  }

  package let kind: MessageKind
  package let commitment: [UInt8]
  package let bind: [UInt8]
  package let recipient: Recipient
  /// When a payload or request was sealed.
  package let timestamp: UInt64?
  /// The request that a reply answers.
  package let request: Request?

  private let aead: AEAD
  private let key: Secret

  /// Reads a line without its end; nil unless it is one of this version whose parts fit each other.
  package init?(_ line: Span<UInt8>) {
    guard let fields = KeyLogFields(line), let commitment = fields.hex(1, line),
      commitment.count == MessageKeys.commitmentByteCount, let key = fields.secret(2, line),
      key.count == AEAD.keyByteCount, let kind = fields.number(3, line).flatMap(MessageKind.init(rawValue:)),
      let aead = fields.number(4, line).flatMap({ AEAD(rawValue: UInt16($0)) }), let bind = fields.hex(5, line),
      let publicKey = try? RecipientPublicKey(fields.text(6, line)), let issuer = fields.issuer(line),
      let first = Bind.firstPrelude(of: bind, kind, to: publicKey), first.aead == aead,
      issuer.isOrigin == (kind != .payload)
    else { return nil }
    let method = fields.text(7, line)
    if kind.isReply {
      guard let hash = fields.hex(8, line), hash.count == SHA512.byteCount,
        FieldRules.isToken(method), method.utf8.count <= FormatLimits.method
      else { return nil }
      request = Request(method: method, headHash: hash)
    } else {
      guard method == "-", fields.text(8, line) == "-" else { return nil }
      request = nil
    }
    self.kind = kind
    self.commitment = commitment
    self.key = key
    self.aead = aead
    self.bind = bind
    recipient = Recipient(publicKey, issuer: issuer)
    timestamp = kind.isReply ? nil : first.timestamp
  }

  /// The keys of the message.
  func keys() throws(FormatError) -> MessageKeys {
    guard let keys = MessageKeys(commitment: commitment, key: key, aead: aead)
    else { throw .unavailable(.aes256GCM) }
    return keys
  }
}

extension LoggedMessage: CustomReflectable {
  /// What may be seen in a debugger or a log.
  package var customMirror: Mirror { Mirror(self, children: ["kind": kind, "recipient": recipient]) }
}
