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
    var message = try Handmade(.request, in: session, timestamp: 1)
    message.head(try Head.request(Self.head).encoded(HeadRules()))
    for (type, content) in records { message.record(type.rawValue, content) }
    return message.bytes
  }

  /// A verdict of these records, its head first.
  func verdict(_ records: [(RecordType, [UInt8])], to exchange: Exchange) throws -> [UInt8] {
    var message = try Handmade(.verdict, to: exchange)
    let fields = [HeaderField("content-type", "application/problem+json")]
    message.head(try Head.response(ResponseHead(status: 400, fields: fields)).encoded(HeadRules()))
    for (type, content) in records { message.record(type.rawValue, content) }
    return message.bytes
  }
}
