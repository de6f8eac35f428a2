internal import SealedCrypto
internal import SealedPayload

/// How a request becomes a sealed message on its way in an outer request (spec/sealed-payload.md, section 21).
struct RequestBinding: Sendable {
  private let options: ClientOptions
  private let visibility: FieldVisibility

  init(_ options: ClientOptions) {
    self.options = options
    visibility = FieldVisibility(options)
  }

  /// A request that can be sealed at once.
  struct Prepared: Sendable {
    fileprivate var head: RequestHead
    fileprivate var content = Content.none

    fileprivate enum Content: Sendable {
      case none
      case whole([UInt8])
      case stream(any BodyStream)
    }
  }

  /// A request as it goes out.
  struct Bound: Sendable {
    let outer: RequestMessage
    /// What opens the answer.
    let exchange: Exchange
    /// What seals the body as the transport reads it.
    let upload: SealedBodyStream?
  }

  /// Does what may take time, so that the time in the message is that of its sealing.
  func prepare(_ request: RequestMessage) async throws(ClientFailure) -> Prepared {
    var prepared = Prepared(head: request.head)
    guard !request.body.isEmpty else {
      request.body.cancel()
      return prepared
    }
    if let length = request.body.length, !prepared.head.fields.contains(where: { $0.name == "content-length" }) {
      prepared.head.fields.append(HeaderField("content-length", "\(length)"))
    }
    switch request.body.source {
    case .whole(let bytes): prepared.content = .whole(bytes)
    case .stream(let stream): prepared.content = .stream(stream)
    case .repeatable(let open):
      do {
        if options.signer != nil { try await addDigest(to: &prepared.head, of: try open()) }
        prepared.content = .stream(try open())
      } catch {
        throw .body(error)
      }
    }
    return prepared
  }

  /// Seals a request.
  func seal(
    _ request: Prepared, in session: SealingSession, timestamp: UInt64
  ) throws(ClientFailure) -> Bound {
    switch request.content {
    case .none: try sealWithoutContent(request.head, in: session, timestamp)
    case .whole(let bytes): try seal(request.head, bytes, in: session, timestamp)
    case .stream(let stream): try seal(request.head, stream, in: session, timestamp)
    }
  }

  private func sealWithoutContent(
    _ head: RequestHead, in session: SealingSession, _ timestamp: UInt64
  ) throws(ClientFailure) -> Bound {
    let sealed = try sealed(head, [], in: session, timestamp)
    if case .always(let path) = options.tunnel {
      return Bound(
        outer: outer(head, MessageBody(sealed.bytes), tunnel: path), exchange: sealed.exchange, upload: nil)
    }
    if let value = Carrier.encode(sealed.bytes) {
      var outer = outer(head, .empty, tunnel: nil)
      outer.head.fields.append(HeaderField(WellKnown.carrierField, rawValue: value))
      return Bound(outer: outer, exchange: sealed.exchange, upload: nil)
    }
    guard case .forLargeHeads(let path) = options.tunnel else {
      throw .invalidRequest(.tooLargeForField(byteCount: sealed.bytes.count))
    }
    return Bound(outer: outer(head, MessageBody(sealed.bytes), tunnel: path), exchange: sealed.exchange, upload: nil)
  }

  private func seal(
    _ head: RequestHead, _ body: [UInt8], in session: SealingSession, _ timestamp: UInt64
  ) throws(ClientFailure) -> Bound {
    let sealed = try sealed(head, body, in: session, timestamp)
    return Bound(
      outer: outer(head, MessageBody(sealed.bytes), tunnel: tunnelPath), exchange: sealed.exchange, upload: nil)
  }

  private func seal(
    _ head: RequestHead, _ body: any BodyStream, in session: SealingSession, _ timestamp: UInt64
  ) throws(ClientFailure) -> Bound {
    do throws(SealError) {
      var start: [UInt8] = []
      let started = try RequestSealer(head, in: session, timestamp: timestamp, options: options.sealing)
        .stream(into: &start)
      let exchange = started.exchange
      let upload = SealedBodyStream(started.body, start: start, of: body)
      var outer = outer(head, MessageBody(upload), tunnel: tunnelPath)
      outer.head.fields.append(HeaderField("incremental", "?1"))
      return Bound(outer: outer, exchange: exchange, upload: upload)
    } catch {
      throw .invalidRequest(RequestProblem(error))
    }
  }

  private func sealed(
    _ head: RequestHead, _ body: [UInt8], in session: SealingSession, _ timestamp: UInt64
  ) throws(ClientFailure) -> SealedRequest {
    do throws(SealError) {
      return try RequestSealer(head, in: session, timestamp: timestamp, options: options.sealing).seal(body)
    } catch {
      throw .invalidRequest(RequestProblem(error))
    }
  }

  private var tunnelPath: String? { if case .always(let path) = options.tunnel { path } else { nil } }

  /// What hops see.
  private func outer(_ head: RequestHead, _ body: MessageBody, tunnel: String?) -> RequestMessage {
    var outer = head
    if let tunnel {
      (outer.method, outer.path) = ("POST", tunnel)
    } else if head.method == "HEAD" {
      outer.method = "GET"
    }
    outer.fields = visibility.outside(head.fields, inTunnel: tunnel != nil)
    outer.fields.append(HeaderField("cache-control", "no-store, no-transform"))
    if !body.isEmpty { outer.fields.append(HeaderField("content-type", WellKnown.mediaType)) }
    return RequestMessage(outer, body: body)
  }

  /// The digest that makes the signature cover a body that is read twice.
  private func addDigest(to head: inout RequestHead, of stream: any BodyStream) async throws {
    var hash = SHA512()
    while let piece = try await stream.next() { piece.withSpan { hash.update($0) } }
    head.fields.removeAll { $0.name == ContentDigest.fieldName }
    head.fields.append(ContentDigest.field(sha512: hash.finish()))
  }
}
