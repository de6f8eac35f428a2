internal import SealedCrypto
internal import SealedPayload

/// Seals a vector's content again with its randomness, which must give the same bytes.
struct ResealingRun {
  private let vector: SealedPayloadVector
  private let inputs: VectorNode

  init(_ vector: SealedPayloadVector, _ inputs: VectorNode) {
    self.vector = vector
    self.inputs = inputs
  }

  func check() throws(VectorError) -> VectorOutcome {
    guard let opened = try open() else { return .failed("doesn't open") }
    do {
      let sealed = try seal(opened.message, opened.body)
      return sealed == vector.sealed ? .passed : .failed("sealing again gives other bytes")
    } catch let error as VectorError {
      throw error
    } catch {
      return .failed("\(error)")
    }
  }

  private func open() throws(VectorError) -> (message: OpenedMessage, body: [UInt8])? {
    let ring = try vector.ring()
    switch vector.opener {
    case .payload:
      guard let (opened, body) = try? PayloadOpener(ring, options: vector.options).open(vector.sealed) else {
        return nil
      }
      return (opened.message, body)
    case .request:
      guard let (opened, body) = try? RequestOpener(ring, options: vector.options).open(vector.sealed) else {
        return nil
      }
      return (opened.message, body)
    case .response:
      let exchange = try vector.clientExchange(ring)
      var body: [UInt8] = []
      let sealed = vector.sealed[...]
      guard let opener = try? ResponseOpener(exchange, signers: .anyoneUnverified, options: vector.options),
        let message = try? opener.openUninterpreted(sealed.span, into: &body)
      else { return nil }
      return (message, body)
    }
  }

  private func seal(_ message: OpenedMessage, _ body: [UInt8]) throws -> [UInt8] {
    let options = SealingOptions(
      signer: try signer(), padding: try padding(), allowsPlainHTTP: vector.options.allowsPlainHTTP)
    let nonce = Array(try inputs.hex("nonce", count: Prelude.nonceByteCount))
    let fields = try HeaderField.fields(inputs, "fields_in")
    let writes = inputs.has("writes") ? try inputs.integers("writes") : nil
    var output: [UInt8] = []
    switch message.head {
    case .payload:
      let sealer = try PayloadSealer(
        fields: fields, in: try session(message), timestamp: message.timestamp ?? 0, options: options, nonce: nonce)
      guard let writes else { return try sealer.seal(body) }
      return try finish(sealer.stream(into: &output), body, writes, output)
    case .request(var head):
      head.fields = fields
      let sealer = try RequestSealer(
        head, in: try session(message), timestamp: message.timestamp ?? 0, options: options, nonce: nonce)
      guard let writes else { return try sealer.seal(body).bytes }
      return try finish(sealer.stream(into: &output).takeBody(), body, writes, output)
    case .response(var head):
      head.fields = fields
      let sealer = try ResponseSealer(
        head, to: try serverExchange(), kind: message.kind, options: options, nonce: nonce)
      guard let writes else { return try sealer.seal(body) }
      return try finish(sealer.stream(into: &output), body, writes, output)
    }
  }

  private func finish(
    _ sealer: consuming BodySealer, _ body: [UInt8], _ writes: [Int], _ beginning: [UInt8]
  ) throws -> [UInt8] {
    var output = beginning
    var rest = body[...]
    for count in writes {
      let piece = rest.prefix(count)
      sealer.write(piece.span, into: &output)
      sealer.flush(into: &output)
      rest = rest.dropFirst(count)
    }
    try sealer.finish(into: &output)
    return output
  }

  private func session(_ message: OpenedMessage) throws -> SealingSession {
    let sealed = vector.sealed[...]
    let prelude = try Prelude(sealed.span, expecting: message.kind)
    return try SealingSession(
      to: message.recipient, cipher: Cipher(aead: prelude.aead),
      randomness: try inputs.secret("enc_private_key", count: 32))
  }

  private func serverExchange() throws(VectorError) -> Exchange {
    let client = try vector.clientExchange(try vector.ring())
    return Exchange(
      role: .server, session: client.session, requestPrelude: client.requestPrelude,
      requestHead: client.requestHead, requestMethod: client.requestMethod)
  }

  private func signer() throws(VectorError) -> SigningKey? {
    guard inputs.has("signing_seed") else { return nil }
    return SigningKey(seed: try inputs.secret("signing_seed", count: 32))
  }

  private func padding() throws(VectorError) -> Padding {
    guard inputs.hasString("padding") else { return .multiple(of: try inputs.integer("padding")) }
    switch try inputs.string("padding") {
    case "standard": return .standard
    case "none": return .noneRevealingExactLengths
    default: throw .member("padding")
    }
  }
}

extension StreamedRequest {
  fileprivate consuming func takeBody() -> BodySealer { body }
}
