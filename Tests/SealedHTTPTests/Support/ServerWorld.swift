import SealedCrypto
import SealedHTTP
import SealedPayload
import Synchronization
import Testing

/// A clock that tests set; whoever sleeps waits until the test is over.
final class SetClock: TimeSource {
  private let seconds: Mutex<UInt64>

  init(_ now: UInt64) {
    seconds = Mutex(now)
  }

  var now: UInt64 {
    get { seconds.withLock { $0 } }
    set { seconds.withLock { $0 = newValue } }
  }

  func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: .seconds(3600))
  }
}

/// An API with its server, and a client that seals by hand.
struct ServerWorld: Sendable {
  static let now: UInt64 = 1_700_000_000
  static let sealedType = HeaderField("content-type", "application/sealed-payload")

  let issuer: Issuer
  let key: RecipientKey
  let clock: SetClock
  let responseSigner = SigningKey()
  let replayGuard: MemoryReplayGuard
  let server: SealedServer
  let calls: Calls
  let session: SealingSession

  /// How often the application was called, and with what.
  final class Calls: Sendable {
    private let requests = Mutex<[ServedRequest]>([])
    var count: Int { requests.withLock { $0.count } }
    var last: ServedRequest? { requests.withLock { $0.last } }
    func add(_ request: ServedRequest) { requests.withLock { $0.append(request) } }
  }

  init(
    issuer: String = "https://api.example.com", clients: (any ClientDirectory)? = nil, capacity: Int = 10_000,
    floor: UInt64 = ServerWorld.now - 1_000, options: ServerOptions = .init(),
    replayGuard shared: MemoryReplayGuard? = nil,
    handler: @escaping SealedServer.Handler = { request in
      let body = try await request.body.collect(upTo: 1 << 20)
      return ResponseMessage(
        status: 201, fields: [HeaderField("content-type", "text/plain")], body: MessageBody(Array("got ".utf8) + body))
    }
  ) throws {
    self.issuer = try Issuer(origin: issuer)
    key = RecipientKey(try RecipientPrivateKey(), issuer: self.issuer)
    let clock = SetClock(Self.now)
    let calls = Calls()
    (self.clock, self.calls) = (clock, calls)
    replayGuard = shared ?? MemoryReplayGuard(floor: floor, capacity: capacity)
    let identity = SigningKey()
    let configuration = KeyConfiguration(
      issuer: self.issuer, issuedAt: Self.now, expiry: Self.now + 3_600,
      keys: [.init(key.recipient, validity: Self.now..<Self.now + 3_600, ciphers: [.chaCha20Poly1305])],
      responseKeys: [responseSigner.publicKey])
    let published = PublishedKeys(
      configuration: try configuration.signed(by: identity), expiry: configuration.expiry,
      responseSigner: responseSigner)
    server = try SealedServer(
      keys: FixedServerKeys([key], published: published, issuer: self.issuer), replayGuard: replayGuard,
      clients: clients, options: options, time: clock
    ) { request in
      calls.add(request)
      return try await handler(request)
    }
    session = try SealingSession(to: key.recipient)
  }
}

extension ServerWorld {
  /// A message with what opens its answer, and the outer request that carries it.
  struct Sent: Sendable {
    var outer: RequestMessage
    let message: [UInt8]
    let exchange: Exchange
  }

  /// Seals a request and puts it into its carrier: content, or the field if there is none.
  func seal(
    _ method: String = "POST", _ path: String = "/orders", _ body: String? = "lamp", fields: [HeaderField] = [],
    authority: String = "api.example.com", signer: SigningKey? = nil, at timestamp: UInt64 = ServerWorld.now,
    in session: SealingSession? = nil
  ) throws -> Sent {
    let head = RequestHead(
      method: method, scheme: issuer.scheme, authority: authority, path: path, fields: fields)
    let options = SealingOptions(signer: signer, allowsPlainHTTP: true)
    let sealed = try RequestSealer(head, in: session ?? self.session, timestamp: timestamp, options: options)
      .seal(Array((body ?? "").utf8))
    let outer = Self.outer(method, path, sealed.bytes, inField: body == nil)
    return Sent(outer: outer, message: sealed.bytes, exchange: sealed.exchange)
  }

  static func outer(_ method: String, _ path: String, _ message: [UInt8], inField: Bool = false) -> RequestMessage {
    let value = ":" + String(decoding: message.withSpan { Text.base64($0, .padded) }, as: UTF8.self) + ":"
    let field = inField ? HeaderField("sealed-payload", value) : sealedType
    let head = RequestHead(
      method: method == "HEAD" ? "GET" : method, authority: "api.example.com", path: path, fields: [field])
    return RequestMessage(head, body: inField ? .empty : MessageBody(message))
  }

  func send(_ outer: RequestMessage, from peer: String = "192.0.2.1") async -> ResponseMessage {
    await server.respond(to: outer, from: PeerAddress(peer))
  }

  /// What a response says once it is opened.
  enum Outcome: Equatable, Sendable {
    case response(Int, String)
    case verdict(String, Int, processed: Bool?)
    case hint(String, Int)
  }

  /// Sends a sealed request and opens what comes back.
  func outcome(_ sent: Sent, from peer: String = "192.0.2.1") async throws -> Outcome {
    try await outcome(await send(sent.outer, from: peer), sent.exchange)
  }

  func outcome(_ response: ResponseMessage, _ exchange: Exchange) async throws -> Outcome {
    let body = try await response.body.collect(upTo: 8 << 20)
    let type = response.head.fields.first { $0.name == "content-type" }?.value
    guard type == "application/sealed-payload" else { return try Self.hint(response, body) }
    let (answer, plain) = try ResponseOpener(exchange, signers: .listed([responseSigner.publicKey])).open(body)
    switch answer {
    case .response(let opened): return .response(opened.head.status, String(decoding: plain, as: UTF8.self))
    case .verdict(let verdict, _):
      #expect(verdict.time == clock.now)
      return .verdict(verdict.reason, verdict.status, processed: verdict.processed)
    }
  }

  private static func hint(_ response: ResponseMessage, _ body: [UInt8]) throws -> Outcome {
    let document = try JSONDocument(body.span)
    let (text, status) = (document.string(document.member("type")), document.integer(document.member("status")))
    let type = try #require(text)
    #expect(status == Int64(response.head.status))
    return .hint(String(type.dropFirst("urn:sealed-payload:".count)), response.head.status)
  }
}

extension [UInt8] {
  /// The same with one byte changed.
  func flipped(at index: Int) -> [UInt8] {
    var bytes = self
    bytes[index] ^= 1
    return bytes
  }
}
