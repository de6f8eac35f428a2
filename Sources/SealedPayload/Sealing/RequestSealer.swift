internal import SealedCrypto

/// Seals an HTTP request (kind 2); what it returns opens the response.
public struct RequestSealer: ~Copyable {
  private var message: MessageSealer
  private let session: SealingSession
  private let prelude: Prelude
  private let method: String

  /// Prepares a request.
  ///
  /// - Parameters:
  ///   - head: what the API shall see, authoritative over anything outside.
  ///   - session: with the API, whose issuer is its origin.
  ///   - timestamp: seconds since 1970, by the server's clock as well as it is known.
  ///   - options: signer, padding, and the like.
  public init(
    _ head: RequestHead, in session: SealingSession, timestamp: UInt64, options: SealingOptions = .init()
  ) throws(SealError) {
    try self.init(
      head, in: session, timestamp: timestamp, options: options, nonce: Random.bytes(Prelude.nonceByteCount))
  }

  /// Prepares a request with a given nonce: for vectors.
  package init(
    _ head: RequestHead, in session: SealingSession, timestamp: UInt64, options: SealingOptions, nonce: [UInt8]
  ) throws(SealError) {
    guard session.recipient.issuer.isOrigin else { throw .wrongIssuer }
    let prelude = try session.prelude(.request, timestamp: timestamp, nonce: nonce)
    message = try MessageSealer(.request(head), prelude, in: session.context, options)
    self.prelude = prelude
    self.session = session
    method = head.method
  }

  /// Seals a whole body: `output` becomes the message, and keeps its storage where that is large enough.
  public consuming func seal(_ body: Span<UInt8>, into output: inout [UInt8]) throws(SealError) -> Exchange {
    try exchange(message.seal(body, into: &output))
  }

  /// Seals a whole body: `output` becomes the message, and keeps its storage where that is large enough.
  public consuming func seal(_ body: [UInt8], into output: inout [UInt8]) throws(SealError) -> Exchange {
    exchange(try body.withSpan { (body) throws(SealError) in try message.seal(body, into: &output) })
  }

  /// Seals a whole body: any bytes, such as `Data`.
  public consuming func seal(
    _ body: some Collection<UInt8>, into output: inout [UInt8]
  ) throws(SealError) -> Exchange {
    exchange(try withBytes(of: body) { (body) throws(SealError) in try message.seal(body, into: &output) })
  }

  /// Seals a whole body that the sealer may use as scratch space meanwhile, which saves copying it.
  ///
  /// Afterwards `body` is what it was.
  public consuming func seal(lending body: inout [UInt8], into output: inout [UInt8]) throws(SealError) -> Exchange {
    try exchange(message.seal(lending: &body, into: &output))
  }

  /// Seals a whole body: any bytes, such as `[UInt8]` or `Data`.
  public consuming func seal(_ body: some Collection<UInt8>) throws(SealError) -> SealedRequest {
    var output: [UInt8] = []
    let exchange = try seal(body, into: &output)
    return SealedRequest(bytes: output, exchange: exchange)
  }

  /// Appends the beginning of a request whose body follows piece by piece.
  public consuming func stream(into output: inout [UInt8]) throws(SealError) -> StreamedRequest {
    let (session, prelude, method) = (session.context, prelude.bytes, method)
    let started = try message.stream(into: &output)
    let exchange = Exchange(
      role: .client, session: session, requestPrelude: prelude, requestHead: .content(started.head),
      requestMethod: method)
    return StreamedRequest(body: started.body, exchange: exchange)
  }

  private func exchange(_ head: [UInt8]) -> Exchange {
    Exchange(
      role: .client, session: session.context, requestPrelude: prelude.bytes, requestHead: .content(head),
      requestMethod: method)
  }
}

/// A sealed request, and what opens its response.
public struct SealedRequest: Sendable {
  /// The message.
  public let bytes: [UInt8]
  /// What opens the response.
  public let exchange: Exchange
}

// Frozen: only so can another module take the body, which can't be copied, out of it.

/// A request whose beginning is sealed: the body follows.
@frozen
public struct StreamedRequest: ~Copyable, Sendable {
  /// Seals the body.
  public var body: BodySealer
  /// What opens the response, which may come before the body is complete.
  public let exchange: Exchange
}
