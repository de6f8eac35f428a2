internal import SealedCrypto

/// What a message is bound to (spec/sealed-payload.md, "Key derivation"), read back from where it was kept.
///
///     bind = prelude                       (kinds 1, 2)
///          = request prelude || prelude    (kinds 3, 4)
enum Bind {
  /// The prelude that `bind` begins with: the message's own, or that of the request it answers.
  ///
  /// Nil unless `bind` is that of a message of this kind, to this key.
  static func firstPrelude(of bind: [UInt8], _ kind: MessageKind, to publicKey: RecipientPublicKey) -> Prelude? {
    bind.withSpan { bind in
      guard let prelude = try? Prelude(bind, expecting: kind.isReply ? .request : kind),
        prelude.keyIdentifier == publicKey.identifier
      else { return nil }
      let rest = bind.extracting(droppingFirst: prelude.bytes.count)
      guard kind.isReply else { return rest.isEmpty ? prelude : nil }
      return rest.count == ReplyPrelude.byteCount && (try? ReplyPrelude(rest))?.kind == kind ? prelude : nil
    }
  }

  /// The part of `bind` that is on the wire with the message itself.
  static func ownPrelude(of bind: [UInt8], _ kind: MessageKind) -> ArraySlice<UInt8> {
    kind.isReply ? bind.suffix(ReplyPrelude.byteCount) : bind[...]
  }
}
