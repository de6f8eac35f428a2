import SealedCrypto
import SealedPayload

/// A message in the making: sealed again, in whatever way, it gives the same bytes.
struct Letter: Sendable {
  var kind: MessageKind
  var session: SealingSession
  /// What replies answer: the server's side.
  var exchange: Exchange?
  var options = SealingOptions()
  var nonce: [UInt8]
  var timestamp = World.now
  var fields = [HeaderField("content-type", "application/octet-stream")]

  /// How a whole body is given to the sealer.
  enum Way: Sendable, CaseIterable {
    case span, array, slice, sequence, lending
  }

  func seal(_ body: inout [UInt8], _ way: Way = .span, into output: inout [UInt8]) throws {
    switch kind {
    case .payload: try payload().run(way, &body, &output)
    case .request: try request().run(way, &body, &output)
    case .response, .verdict: try response().run(way, &body, &output)
    }
  }

  func sealed(_ body: [UInt8], _ way: Way = .span) throws -> [UInt8] {
    var (body, output) = (body, [UInt8]())
    try seal(&body, way, into: &output)
    return output
  }

  func payload() throws -> PayloadSealer {
    try PayloadSealer(fields: fields, in: session, timestamp: timestamp, options: options, nonce: nonce)
  }

  func request() throws -> RequestSealer {
    let head = RequestHead(
      method: "POST", authority: "api.example.com", path: "/items?page=2", fields: fields)
    return try RequestSealer(head, in: session, timestamp: timestamp, options: options, nonce: nonce)
  }

  func response() throws -> ResponseSealer {
    guard let exchange else { throw AnyOpener.MissingExchange() }
    let fields = kind == .verdict ? [HeaderField("content-type", "application/problem+json")] : fields
    let head = ResponseHead(status: kind == .verdict ? 400 : 201, fields: fields)
    return try ResponseSealer(head, to: exchange, kind: kind, options: options, nonce: nonce)
  }
}

extension World {
  /// A letter of any kind, and what opens it.
  func letter(
    _ kind: MessageKind, _ cipher: Cipher = .chaCha20Poly1305, signed: Bool = false, padding: Padding = .standard
  ) throws -> (Letter, AnyOpener) {
    let session = try session(kind, cipher)
    let exchange = kind == .response || kind == .verdict ? try self.exchange(in: session) : nil
    let options = SealingOptions(signer: signed ? signer : nil, padding: padding)
    let letter = Letter(
      kind: kind, session: session, exchange: exchange?.server, options: options, nonce: Random.bytes(16))
    return (letter, opener(kind, exchange?.client))
  }

  /// A short message of any kind, and what opens it.
  func message(_ kind: MessageKind, signed: Bool = false) throws -> (bytes: [UInt8], opener: AnyOpener) {
    let (letter, opener) = try letter(kind, signed: signed)
    return (try letter.sealed(kind == .verdict ? Self.verdict : Array("a short body".utf8)), opener)
  }

  static let verdict = Array(#"{"type":"urn:sealed-payload:stale","status":400,"processed":false,"time":7}"#.utf8)
}
