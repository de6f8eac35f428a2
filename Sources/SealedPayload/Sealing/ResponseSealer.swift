internal import SealedCrypto

/// Seals the response to a request (kind 3).
public struct ResponseSealer: ~Copyable {
  private var message: MessageSealer

  /// Prepares a response.
  ///
  /// - Parameters:
  ///   - head: what the client shall see.
  ///   - exchange: what opening the request gave.
  ///   - options: signer, padding, and the like.
  public init(
    _ head: ResponseHead, to exchange: Exchange, options: SealingOptions = .init()
  ) throws(SealError) {
    try self.init(head, to: exchange, kind: .response, options: options, nonce: Random.bytes(Prelude.nonceByteCount))
  }

  /// Prepares a response with a given nonce: for vectors; or a verdict.
  package init(
    _ head: ResponseHead, to exchange: Exchange, kind: MessageKind, options: SealingOptions, nonce: [UInt8]
  ) throws(SealError) {
    message = try MessageSealer(.response(head), ReplyPrelude(kind: kind, nonce: nonce), to: exchange, options)
  }

  /// Seals a whole body: `output` becomes the message, and keeps its storage where that is large enough.
  public consuming func seal(_ body: Span<UInt8>, into output: inout [UInt8]) throws(SealError) {
    _ = try message.seal(body, into: &output)
  }

  /// Seals a whole body: `output` becomes the message, and keeps its storage where that is large enough.
  public consuming func seal(_ body: [UInt8], into output: inout [UInt8]) throws(SealError) {
    _ = try body.withSpan { (body) throws(SealError) in try message.seal(body, into: &output) }
  }

  /// Seals a whole body: any bytes, such as `Data`.
  public consuming func seal(_ body: some Collection<UInt8>, into output: inout [UInt8]) throws(SealError) {
    _ = try withBytes(of: body) { (body) throws(SealError) in try message.seal(body, into: &output) }
  }

  /// Seals a whole body that the sealer may use as scratch space meanwhile, which saves copying it.
  ///
  /// Afterwards `body` is what it was.
  public consuming func seal(lending body: inout [UInt8], into output: inout [UInt8]) throws(SealError) {
    _ = try message.seal(lending: &body, into: &output)
  }

  /// Seals a whole body: any bytes, such as `[UInt8]` or `Data`.
  public consuming func seal(_ body: some Collection<UInt8>) throws(SealError) -> [UInt8] {
    var output: [UInt8] = []
    try seal(body, into: &output)
    return output
  }

  /// Appends the beginning of a response whose body follows piece by piece.
  public consuming func stream(into output: inout [UInt8]) throws(SealError) -> BodySealer {
    let started = try message.stream(into: &output)
    return started.body
  }
}
