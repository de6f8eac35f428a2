internal import SealedCrypto

/// Seals a standalone payload (kind 1): a file, a queue message, a webhook.
public struct PayloadSealer: ~Copyable {
  private var message: MessageSealer

  /// Prepares a message.
  ///
  /// - Parameters:
  ///   - fields: what travels with the payload, such as its content-type.
  ///   - session: with the recipient, whose issuer is a plain name.
  ///   - timestamp: seconds since 1970.
  ///   - options: signer, padding, and the like.
  public init(
    fields: [HeaderField] = [], in session: SealingSession, timestamp: UInt64, options: SealingOptions = .init()
  ) throws(SealError) {
    try self.init(
      fields: fields, in: session, timestamp: timestamp, options: options,
      nonce: Random.bytes(Prelude.nonceByteCount))
  }

  /// Prepares a message with a given nonce: for vectors.
  package init(
    fields: [HeaderField], in session: SealingSession, timestamp: UInt64, options: SealingOptions, nonce: [UInt8]
  ) throws(SealError) {
    guard !session.recipient.issuer.isOrigin else { throw .wrongIssuer }
    let prelude = try session.prelude(.payload, timestamp: timestamp, nonce: nonce)
    message = try MessageSealer(.payload(fields), prelude, in: session.context, options)
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

  /// Appends the beginning of a message whose body follows piece by piece.
  ///
  /// Signed messages that are streamed carry no digest: they are authenticated, not provable to a third party.
  public consuming func stream(into output: inout [UInt8]) throws(SealError) -> BodySealer {
    let started = try message.stream(into: &output)
    return started.body
  }
}
