import SealedCrypto
import SealedPayload

/// Requests that the library would not seal, sealed by hand from its parts.
enum HandSealed {
  /// A request with any head, in one head record and an empty end.
  static func request(
    method: String = "POST", scheme: String = "https", authority: String = "api.example.com", path: String = "/orders",
    fields: [(String, [UInt8])] = [], in session: SealingSession, at timestamp: UInt64 = ServerWorld.now
  ) throws -> (bytes: [UInt8], exchange: Exchange) {
    var head: [UInt8] = [0]
    for text in [method, scheme, authority, path] { append(Array(text.utf8), to: &head) }
    var section: [UInt8] = []
    for (name, value) in fields {
      append(Array(name.utf8), to: &section)
      append(value, to: &section)
    }
    append(section, to: &head)
    return try request(head: head + [0, 0], in: session, at: timestamp)
  }

  /// A request with these bytes as the content of its head record.
  static func request(head: [UInt8], in session: SealingSession, at timestamp: UInt64) throws -> (
    bytes: [UInt8], exchange: Exchange
  ) {
    let recipient = session.recipient
    let prelude = Prelude(
      kind: .request, kem: .x25519HKDFSHA256, aead: session.context.aead,
      keyIdentifier: recipient.publicKey.identifier, enc: session.enc, nonce: Random.bytes(16), timestamp: timestamp)
    guard let keys = MessageKeys(session.context.exporter, bind: prelude.bytes, aead: session.context.aead)
    else { throw SealError.unavailable("AES-256-GCM") }
    var message = prelude.bytes + keys.commitment
    append(head, as: .head, 0, keys, to: &message)
    append([], as: .end, 1, keys, to: &message)
    let exchange = Exchange(
      role: .client, session: session.context, requestPrelude: prelude.bytes, requestHead: .content(head),
      requestMethod: "POST")
    return (message, exchange)
  }

  private static func append(
    _ content: [UInt8], as type: RecordType, _ number: UInt64, _ keys: borrowing MessageKeys, to message: inout [UInt8]
  ) {
    let start = message.count
    message.append(zeros: content.count + 1 + Record.overhead)
    message.withMutableSpan { message in
      message.withSubspan(start..<message.count) { target in
        content.withSpan {
          Record.seal($0, as: type, number: number, plaintextCount: content.count + 1, key: keys.key, into: &target)
        }
      }
    }
  }

  private static func append(_ bytes: [UInt8], to target: inout [UInt8]) {
    let count = UInt16(bytes.count)
    if count < 0x40 {
      target.append(UInt8(count))
    } else {
      target += [UInt8(count >> 8) | 0x40, UInt8(truncatingIfNeeded: count)]
    }
    target += bytes
  }
}
