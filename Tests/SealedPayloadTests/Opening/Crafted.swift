import SealedCrypto
import SealedPayload

/// Messages that no sealer makes: any records, under the right keys.
struct Crafted {
  let key: RecipientKey
  let ring: KeyRing
  let session: SealingSession

  init() throws {
    key = RecipientKey(try RecipientPrivateKey(), issuer: try Issuer(origin: "https://api.example.com"))
    ring = try KeyRing([key])
    session = try SealingSession(to: key.recipient)
  }

  /// A request to answer.
  func exchange() throws -> Exchange {
    try RequestSealer(Self.head, in: session, timestamp: 1).seal([]).exchange
  }

  static let head = RequestHead(method: "POST", authority: "api.example.com", path: "/")

  /// A request of these records, its head first.
  func request(_ records: [(RecordType, [UInt8])]) throws -> [UInt8] {
    let prelude = Prelude(
      kind: .request, kem: .x25519HKDFSHA256, aead: .chaCha20Poly1305,
      keyIdentifier: key.recipient.publicKey.identifier, enc: session.enc, nonce: Random.bytes(16), timestamp: 1)
    let head = try Head.request(Self.head).encoded(HeadRules())
    return message(prelude.bytes, bind: prelude.bytes, [(.head, head)] + records)
  }

  /// A verdict of these records, its head first.
  func verdict(_ records: [(RecordType, [UInt8])], to exchange: Exchange) throws -> [UInt8] {
    let prelude = ReplyPrelude(kind: .verdict, nonce: Random.bytes(16))
    let fields = [HeaderField("content-type", "application/problem+json")]
    let head = try Head.response(ResponseHead(status: 400, fields: fields)).encoded(HeadRules())
    return message(prelude.bytes, bind: exchange.requestPrelude + prelude.bytes, [(.head, head)] + records)
  }

  private func message(_ prelude: [UInt8], bind: [UInt8], _ records: [(RecordType, [UInt8])]) -> [UInt8] {
    guard let keys = MessageKeys(session.context.exporter, bind: bind, aead: .chaCha20Poly1305)
    else { preconditionFailure("ChaCha20-Poly1305 is everywhere") }
    var message = prelude + keys.commitment
    for (number, (type, content)) in records.enumerated() {
      message += Self.record(content, type, number, keys.key)
    }
    return message
  }

  /// One record on the wire, without padding.
  static func record(_ content: [UInt8], _ type: RecordType, _ number: Int, _ key: borrowing AEADKey) -> [UInt8] {
    var record = [UInt8](repeating: 0, count: content.count + 1 + Record.overhead)
    record.withMutableSpan { target in
      (content + [type.rawValue]).withSpan {
        Record.sealTyped($0, number: UInt64(number), key: key, into: &target)
      }
    }
    return record
  }
}
