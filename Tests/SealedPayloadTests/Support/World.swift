import SealedCrypto
import SealedPayload
import Testing

/// The parties of a test: a recipient of payloads, an API, a signer.
struct World: Sendable {
  static let origin = "https://api.example.com"
  static let now: UInt64 = 1_700_000_000

  let payloadKey: RecipientKey
  let apiKey: RecipientKey
  let ring: KeyRing
  let signer: SigningKey

  /// The same keys for the same generator.
  init(_ generator: inout SeededGenerator) throws {
    payloadKey = try RecipientKey(Self.privateKey(&generator), issuer: Issuer(name: "backup"))
    apiKey = try RecipientKey(Self.privateKey(&generator), issuer: Issuer(origin: Self.origin))
    ring = try KeyRing([payloadKey, apiKey])
    signer = SigningKey(seed: generator.bytes(32).withSpan { Secret(copying: $0) })
  }

  /// A world for the test of that name.
  init(_ name: String) throws {
    var generator = Seed.generator(name)
    try self.init(&generator)
  }

  static func privateKey(_ generator: inout SeededGenerator) throws -> RecipientPrivateKey {
    try RecipientPrivateKey(.x25519, secret: generator.bytes(32).withSpan { Secret(copying: $0) })
  }

  func key(_ kind: MessageKind) -> RecipientKey { kind == .payload ? payloadKey : apiKey }

  func session(_ kind: MessageKind = .request, _ cipher: Cipher = .chaCha20Poly1305) throws -> SealingSession {
    try SealingSession(to: key(kind).recipient, cipher: cipher)
  }

  /// A plain request of a session, and both sides' exchanges.
  func exchange(
    in session: SealingSession? = nil, method: String = "POST"
  ) throws -> (client: Exchange, server: Exchange, request: [UInt8]) {
    let head = RequestHead(method: method, authority: "api.example.com", path: "/items")
    let sealed = try RequestSealer(head, in: try session ?? self.session(), timestamp: Self.now).seal([])
    let opened = try RequestOpener(ring).open(sealed.bytes).0
    return (sealed.exchange, opened.exchange, sealed.bytes)
  }

  func opener(_ kind: MessageKind, _ exchange: Exchange? = nil, limit: Int = 64 << 20) -> AnyOpener {
    AnyOpener(
      ring: ring, kind: kind, exchange: exchange, signers: .listed([signer.publicKey]),
      limits: OpeningLimits(body: limit))
  }
}
