import SealedCrypto
import SealedPayload

extension AnyOpener {
  private func options(usesAllCores: Bool = true) -> OpeningOptions {
    OpeningOptions(limits: limits, usesAllCores: usesAllCores)
  }

  private func replies(_ options: OpeningOptions) throws -> ResponseOpener {
    guard let exchange else { throw MissingExchange() }
    return try ResponseOpener(exchange, signers: signers, options: options)
  }

  struct MissingExchange: Error {}

  func whole(_ message: [UInt8], usesAllCores: Bool, into body: inout [UInt8]) throws -> Opened {
    let options = options(usesAllCores: usesAllCores)
    switch kind {
    case .payload:
      let opened = try PayloadOpener(ring, options: options).open(message, into: &body)
      return Opened(opened.message, body)
    case .request:
      let opened = try RequestOpener(ring, options: options).open(message, into: &body)
      return Opened(opened.message, body)
    case .response, .verdict:
      return Opened(try replies(options).open(message, into: &body), body)
    }
  }

  func streamed(_ pieces: Pieces, into body: inout [UInt8]) throws -> Opened {
    switch kind {
    case .payload:
      var stream = PayloadOpener(ring, options: options()).stream()
      for piece in pieces.all { try stream.receive(piece.span, into: &body) }
      return Opened(try stream.finish().message, body)
    case .request:
      var stream = RequestOpener(ring, options: options()).stream()
      for piece in pieces.all { try stream.receive(piece.span, into: &body) }
      return Opened(try stream.finish().message, body)
    case .response, .verdict:
      var stream = try replies(options()).stream()
      for piece in pieces.all { try stream.receive(piece.span, into: &body) }
      return Opened(try stream.finish(), body)
    }
  }
}

/// What opening gave, small enough to compare and to print.
struct Opened: Equatable, Sendable {
  let head: Head
  let kind: MessageKind
  let bodyCount: Int
  let bodyHash: [UInt8]
  let attribution: Attribution
  let timestamp: UInt64?
  let identifier: MessageIdentifier
  var verdict: Verdict?

  init(_ message: OpenedMessage, _ body: [UInt8]) {
    head = message.head
    kind = message.kind
    bodyCount = body.count
    bodyHash = SHA512.hash(body)
    attribution = message.attribution
    timestamp = message.timestamp
    identifier = message.identifier
  }

  init(_ answer: Answer, _ body: [UInt8]) {
    switch answer {
    case .response(let response): self.init(response.message, body)
    case .verdict(let verdict, let response):
      // A verdict's body is the verdict, whether it was left in the buffer or not.
      self.init(response.message, [])
      self.verdict = verdict
    }
  }
}
