import SealedCrypto
import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization

/// An API made by hand from the format alone, so that it can also do what no good server does.
final class HandmadeAPI: Sendable {
  /// A request that it opened.
  struct Seen: Sendable {
    let outer: RequestHead
    let opened: OpenedRequest
    let body: [UInt8]

    var head: RequestHead { opened.head }
    var exchange: Exchange { opened.exchange }
    subscript(_ name: String) -> String? { head.fields.first { $0.name == name }?.value }
  }

  /// What it answers with.
  enum Reply: Sendable {
    case response(Int, [HeaderField] = [], [UInt8] = [])
    case signed(Int, [UInt8])
    case verdict(String, Int, processed: Bool?, [HeaderField] = [])
    case stream(any BodyStream, signed: Bool = false)
    case outer(ResponseMessage)
    case broken
  }

  struct Broken: Error {}

  typealias Handler = @Sendable (Seen) async throws -> Reply

  let keys: SampleKeys
  let clock: ManualClock
  private let ring: KeyRing
  private let handler: Handler
  private let seenRequests = Mutex<[Seen]>([])
  private let publishing: Mutex<@Sendable (UInt64) async throws -> ResponseMessage>
  private let fetchRequests = Mutex<[RequestHead]>([])

  init(_ keys: SampleKeys, _ clock: ManualClock, handler: @escaping Handler) throws {
    self.keys = keys
    self.clock = clock
    self.handler = handler
    ring = try keys.ring()
    publishing = Mutex({ now in
      ResponseMessage(status: 200, body: MessageBody(try keys.configuration(at: now)))
    })
  }

  /// The requests that it opened.
  var seen: [Seen] { seenRequests.withLock { $0 } }

  /// The requests for its keys.
  var fetches: [RequestHead] { fetchRequests.withLock { $0 } }

  /// Serves the key configuration in another way; the parameter is the time.
  func publish(_ answer: @escaping @Sendable (UInt64) async throws -> ResponseMessage) {
    publishing.withLock { $0 = answer }
  }

  func publish(_ configuration: [UInt8], fields: [HeaderField] = []) {
    publish { _ in ResponseMessage(status: 200, fields: fields, body: MessageBody(configuration)) }
  }

  func add(_ key: RecipientKey) throws { try ring.add(key) }

  var transport: LoopbackTransport {
    LoopbackTransport { request, _ in try await self.respond(to: request) }
  }

  private func respond(to request: RequestMessage) async throws -> ResponseMessage {
    if request.head.path == "/.well-known/sealed-payload-keys" {
      fetchRequests.withLock { $0.append(request.head) }
      return try await publishing.withLock { $0 }(clock.now)
    }
    let seen: Seen
    do { seen = try await open(request) } catch let error as OpenError {
      return Self.hint(error.refusal.rawValue, 400)
    }
    seenRequests.withLock { $0.append(seen) }
    return try seal(try await handler(seen), to: seen.exchange)
  }

  private func open(_ request: RequestMessage) async throws -> Seen {
    var message = try await request.body.collect(upTo: 1 << 30)
    if let field = request.head.fields.first(where: { $0.name == "sealed-payload" }) {
      let text = Array(field.rawValue.dropFirst().dropLast())
      message = text.withSpan { Text.decodeBase64($0, .padded) } ?? []
    }
    let (opened, body) = try RequestOpener(ring).open(message)
    return Seen(outer: request.head, opened: opened, body: body)
  }

  private func seal(_ reply: Reply, to exchange: Exchange) throws -> ResponseMessage {
    switch reply {
    case .response(let status, let fields, let body):
      return Self.outer(try ResponseSealer(ResponseHead(status: status, fields: fields), to: exchange).seal(body))
    case .signed(let status, let body):
      let options = SealingOptions(signer: keys.responseSigner)
      return Self.outer(try ResponseSealer(ResponseHead(status: status), to: exchange, options: options).seal(body))
    case .verdict(let reason, let status, let processed, let fields):
      return Self.outer(try verdict(reason, status, processed, fields, exchange))
    case .stream(let source, let signed):
      let options = SealingOptions(signer: signed ? keys.responseSigner : nil)
      var start: [UInt8] = []
      let sealer = try ResponseSealer(ResponseHead(status: 200), to: exchange, options: options).stream(into: &start)
      var response = Self.outer([])
      response.body = MessageBody(SealingStream(sealer, start: start, of: source))
      return response
    case .outer(let response): return response
    case .broken: throw Broken()
    }
  }

  private func verdict(
    _ reason: String, _ status: Int, _ processed: Bool?, _ fields: [HeaderField], _ exchange: Exchange
  ) throws -> [UInt8] {
    let verdict = try Verdict(reason: reason, status: status, processed: processed, time: clock.now)
    guard !fields.isEmpty else { return try verdict.sealed(to: exchange) }
    let problem =
      "{\"type\":\"urn:sealed-payload:\(reason)\",\"status\":\(status),\"time\":\(clock.now)"
      + (processed.map { ",\"processed\":\($0)}" } ?? "}")
    let head = ResponseHead(status: status, fields: [HeaderField("content-type", "application/problem+json")] + fields)
    return try ResponseSealer(
      head, to: exchange, kind: .verdict, options: SealingOptions(), nonce: Random.bytes(16)
    ).seal(Array(problem.utf8))
  }

  /// The outer response around a sealed message.
  static func outer(_ message: [UInt8], status: Int = 200) -> ResponseMessage {
    ResponseMessage(
      status: status, fields: [HeaderField("content-type", "application/sealed-payload")], body: MessageBody(message))
  }

  /// An unsealed refusal, as a server or anybody on the way writes it.
  static func hint(_ reason: String, _ status: Int, _ fields: [HeaderField] = []) -> ResponseMessage {
    ResponseMessage(
      status: status, fields: [HeaderField("content-type", "application/problem+json")] + fields,
      body: MessageBody(Array("{\"type\":\"urn:sealed-payload:\(reason)\",\"status\":\(status)}".utf8)))
  }
}

/// Seals a body piece by piece, as a server does.
final class SealingStream: BodyStream {
  private struct State: ~Copyable {
    var sealer: BodySealer?
    var start: [UInt8]?
  }

  private let state: Mutex<State>
  private let source: any BodyStream

  init(_ sealer: consuming BodySealer, start: [UInt8], of source: any BodyStream) {
    state = Mutex(State(sealer: sealer, start: start))
    self.source = source
  }

  func next() async throws -> [UInt8]? {
    if let start = state.withLock({ $0.start.take() }) { return start }
    guard state.withLock({ $0.sealer != nil }) else { return nil }
    let piece = try await source.next()
    return try state.withLock { state in
      var records: [UInt8] = []
      guard let piece else {
        try state.sealer.take()?.finish(into: &records)
        return records
      }
      state.sealer?.write(piece, into: &records)
      state.sealer?.flush(into: &records)
      return records
    }
  }

  func cancel() { source.cancel() }
}
