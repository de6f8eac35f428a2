internal import SealedCrypto

/// One line of a key log (spec/key-log.md): all that it takes to open one message, and nothing that opens another.
///
///     label SP commitment SP key SP kind SP aead SP bind SP recipient SP request-method SP request-head-hash SP iss LF
package struct KeyLogLine {
  package static let label = Array("SEALED_PAYLOAD_MESSAGE_1".utf8)

  /// What stands before the issuer, which may be empty and may have spaces.
  static let issuerPrefix = Array("iss=".utf8)

  let kind: MessageKind
  let bind: [UInt8]
  let session: SessionContext
  let exchange: Exchange?

  package init(kind: MessageKind, bind: [UInt8], session: SessionContext, answering exchange: Exchange?) {
    self.kind = kind
    self.bind = bind
    self.session = session
    self.exchange = exchange
  }

  /// The line, its end included; secret, so the caller erases it.
  package func bytes() -> [UInt8] {
    let secret = MessageKeys.secret(session.exporter, bind: bind)
    let recipient = Array(session.recipient.publicKey.description.utf8)
    let issuer = Array(session.recipient.issuer.text.utf8)
    var line: [UInt8] = []
    // Room for all of it: growing would leave a copy of the key behind.
    line.reserveCapacity(512 + 2 * (secret.count + bind.count) + recipient.count + issuer.count)
    line += Self.label
    secret.withBytes { secret in
      line.append(space: secret.extracting(first: MessageKeys.commitmentByteCount))
      line.append(space: secret.extracting(droppingFirst: MessageKeys.commitmentByteCount))
    }
    line += " \(kind.rawValue) \(session.aead.rawValue)".utf8
    bind.withSpan { line.append(space: $0) }
    line.append(UInt8(ascii: " "))
    line += recipient
    appendRequest(to: &line)
    line.append(UInt8(ascii: " "))
    line += Self.issuerPrefix
    line += issuer
    line.append(UInt8(ascii: "\n"))
    return line
  }

  private func appendRequest(to line: inout [UInt8]) {
    guard kind.isReply, let exchange else {
      line += " - -".utf8
      return
    }
    line += " \(exchange.requestMethod)".utf8
    exchange.requestHeadHash.withSpan { line.append(space: $0) }
  }
}

extension [UInt8] {
  /// Appends a space and lower-case hex.
  fileprivate mutating func append(space bytes: Span<UInt8>) {
    append(UInt8(ascii: " "))
    append(hex: bytes)
  }
}
