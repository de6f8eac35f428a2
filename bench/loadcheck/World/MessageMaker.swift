import SealedHTTP
import SealedPayload

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
