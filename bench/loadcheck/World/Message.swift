import SealedGateway
import SealedHTTP
import SealedPayload

/// A sealed request as a hop could have captured it, with what opens its answers.
struct Message: Sendable {
  /// What hops see; may be changed as a hop would.
  var outer: RequestMessage
  /// The idempotency key inside.
  let key: String
  fileprivate let exchange: Exchange
  fileprivate let signers: [VerifyingKey]

  /// What came back.
  enum Reply: Sendable, Equatable {
    /// The API's response.
    case response(status: Int)
    /// The gateway's refusal under seal.
    case verdict(String, processed: Bool?)
    /// An unsealed refusal.
    case hint(String, status: Int)
  }

  /// Sends a copy.
  func send(over transport: any Transport) async throws -> Reply {
    let response = try await transport.send(outer)
    let body = try await response.body.collect(upTo: 1 << 20)
    guard response.head.fields.contains(HeaderField("content-type", "application/sealed-payload")) else {
      return .hint(Self.reason(body), status: response.head.status)
    }
    let opener = try ResponseOpener(
      exchange, signers: .listed(signers), options: OpeningOptions(allowsPlainHTTP: true))
    switch try opener.open(body).0 {
    case .response(let opened): return .response(status: opened.head.status)
    case .verdict(let verdict, _): return .verdict(verdict.reason, processed: verdict.processed)
    }
  }

  /// The type of a problem document without its prefix.
  private static func reason(_ body: [UInt8]) -> String {
    guard let document = try? JSONDocument(body.span), let type = document.string(document.member("type"))
    else { return String(decoding: body, as: UTF8.self) }
    return String(type.split(separator: ":").last ?? "")
  }
}

/// Seals messages by hand, so that they can be sent as often as wanted.
struct MessageMaker: Sendable {
  private let session: SealingSession
  private let signers: [VerifyingKey]

  /// Fetches the keys.
  init(_ scene: Scene, over transport: any Transport) async throws {
    let head = RequestHead(
      method: "GET", scheme: "http", authority: "api.example", path: "/.well-known/sealed-payload-keys")
    let text = try await transport.send(RequestMessage(head)).body.collect(upTo: 65_536)
    let verified = try UnverifiedKeyConfiguration(text).verified(
      by: [scene.pin], for: Issuer(origin: Scene.issuer), at: now())
    guard let (recipient, cipher) = verified.configuration.choose(at: now()) else { throw Unmet("no key to seal to") }
    session = try SealingSession(to: recipient, cipher: cipher)
    signers = verified.configuration.responseKeys
  }

  /// Seals a request with a key of its own.
  func message(
    _ method: String = "POST", _ path: String = "/effects?a=1", dated timestamp: UInt64 = now()
  ) throws -> Message {
    let key = "key-\(UInt64.random(in: .min ... .max))"
    let hasBody = method == "POST"
    let inner = RequestHead(
      method: method, scheme: "http", authority: "api.example", path: path,
      fields: [HeaderField(EffectLedger.keyField, key)])
    var bytes: [UInt8] = []
    let exchange = try RequestSealer(
      inner, in: session, timestamp: timestamp, options: SealingOptions(allowsPlainHTTP: true)
    ).seal(Array((hasBody ? key : "").utf8), into: &bytes)
    var outer = RequestHead(method: method, scheme: "http", authority: "api.example", path: path)
    if hasBody {
      outer.fields = [HeaderField("content-type", "application/sealed-payload")]
    } else if let value = HeaderCarrier.encode(bytes) {
      outer.fields = [HeaderField("sealed-payload", rawValue: value)]
    }
    return Message(
      outer: RequestMessage(outer, body: MessageBody(hasBody ? bytes : [])), key: key, exchange: exchange,
      signers: signers)
  }
}
