internal import SealedCrypto

/// The cleartext beginning of kinds 3 and 4, which take all else from the request (spec/sealed-payload.md, "Prelude").
///
///     "SPL" 0x01 | u8 kind | nonce(16, random)
package struct ReplyPrelude: Sendable {
  package static let byteCount = 21

  package let kind: MessageKind
  package let bytes: [UInt8]

  package init(kind: MessageKind, nonce: [UInt8]) {
    self.kind = kind
    bytes = Prelude.magic + [kind.rawValue] + nonce
  }

  /// Reads a whole prelude.
  package init(_ wire: Span<UInt8>) throws(FormatError) {
    guard wire.count >= Self.byteCount else { throw .truncated }
    guard wire.extracting(first: 3).elementsEqual(Array(Prelude.magic[..<3])) else { throw .magic }
    guard wire[3] == Prelude.magic[3] else { throw .version }
    guard let kind = MessageKind(rawValue: wire[4]), kind.isReply else { throw .unexpectedKind(wire[4]) }
    self.kind = kind
    bytes = [UInt8](copying: wire.extracting(first: Self.byteCount))
  }
}
