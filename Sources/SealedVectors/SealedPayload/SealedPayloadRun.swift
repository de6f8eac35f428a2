internal import SealedCrypto
internal import SealedPayload

/// Opens a vector's message in every way that the library has, and compares with what the vector says.
struct SealedPayloadRun {
  private let vector: SealedPayloadVector

  init(_ vector: SealedPayloadVector) {
    self.vector = vector
  }

  /// What opening gave.
  private struct Opened {
    let message: OpenedMessage
    let verdict: Verdict?
    let body: [UInt8]
  }

  /// Opens the message as a whole.
  func whole() throws(VectorError) -> VectorOutcome {
    let ring = try vector.ring()
    var body: [UInt8] = [1, 2, 3]
    let sealed = vector.sealed[...]
    do {
      switch vector.opener {
      case .payload:
        let opened = try PayloadOpener(ring, options: vector.options).open(sealed.span, into: &body)
        return compare(Opened(message: opened.message, verdict: nil, body: body))
      case .request:
        let opened = try RequestOpener(ring, options: vector.options).open(sealed.span, into: &body)
        return compare(Opened(message: opened.message, verdict: nil, body: body))
      case .response:
        let answer = try opener(ring).open(sealed.span, into: &body)
        return compare(opened(answer, body))
      }
    } catch let error as OpenError {
      return body.isEmpty ? compare(error, released: []) : .failed("a body was released although opening failed")
    } catch let error as VectorError {
      throw error
    } catch {
      return .failed("\(error)")
    }
  }

  /// Opens the message from pieces of at most `size` bytes.
  func pieces(of size: Int) throws(VectorError) -> VectorOutcome {
    let ring = try vector.ring()
    var body: [UInt8] = []
    do {
      switch vector.opener {
      case .payload:
        var stream = PayloadOpener(ring, options: vector.options).stream()
        try feed(size) { (piece) throws(OpenError) in try stream.receive(piece, into: &body) }
        return compare(Opened(message: try stream.finish().message, verdict: nil, body: body))
      case .request:
        var stream = RequestOpener(ring, options: vector.options).stream()
        try feed(size) { (piece) throws(OpenError) in try stream.receive(piece, into: &body) }
        return compare(Opened(message: try stream.finish().message, verdict: nil, body: body))
      case .response:
        var stream = try opener(ring).stream()
        try feed(size) { (piece) throws(OpenError) in try stream.receive(piece, into: &body) }
        return compare(opened(try stream.finish(), body))
      }
    } catch let error as OpenError {
      return compare(error, released: body)
    } catch let error as VectorError {
      throw error
    } catch {
      return .failed("\(error)")
    }
  }

  private func opener(_ ring: KeyRing) throws -> ResponseOpener {
    try ResponseOpener(
      try vector.clientExchange(ring), signers: .listed(vector.responseKeys), options: vector.options)
  }

  private func opened(_ answer: Answer, _ body: [UInt8]) -> Opened {
    switch answer {
    case .response(let response): Opened(message: response.message, verdict: nil, body: body)
    case .verdict(let verdict, let response): Opened(message: response.message, verdict: verdict, body: body)
    }
  }

  private func feed(_ size: Int, _ receive: (Span<UInt8>) throws(OpenError) -> Void) throws(OpenError) {
    var rest = vector.sealed[...]
    while !rest.isEmpty {
      let piece = rest.prefix(size)
      try receive(piece.span)
      rest = rest.dropFirst(size)
    }
  }

  private func compare(_ error: OpenError, released: [UInt8]) -> VectorOutcome {
    guard case .refused(let refusal, let layer, let expected) = vector.expected
    else { return .failed("refused (\(error.diagnosis)), although it must open") }
    guard error.refusal.rawValue == refusal, error.cause.layer.rawValue == layer else {
      return .failed(
        "refused as \(error.refusal) by \(error.cause.layer) (\(error.diagnosis)), expected \(refusal) by \(layer)")
    }
    if let expected, !released.isEmpty, !expected.matches(released) {
      return .failed("released \(released.count) bytes before it failed, expected \(expected.count)")
    }
    return .passed
  }

  private func compare(_ opened: Opened) -> VectorOutcome {
    guard case .opened(let expected) = vector.expected else { return .failed("opened, although it must be refused") }
    let message = opened.message
    let attribution: String
    switch message.attribution {
    case .none: attribution = "none"
    case .authenticated: attribution = "authenticated"
    case .signed: attribution = "signed"
    }
    let mismatches: [(String, Bool)] = [
      ("kind", message.kind.rawValue == expected.kind), ("head", message.head.control == expected.control),
      ("fields", message.head.fields == expected.fields), ("attribution", attribution == expected.attribution),
      ("signer", message.signer?.bytes == expected.signer), ("timestamp", message.timestamp == expected.timestamp),
      ("verdict", opened.verdict?.summary == expected.verdict),
      ("body", message.kind == .verdict || expected.body?.matches(opened.body) ?? false),
    ]
    guard let wrong = mismatches.first(where: { !$0.1 }) else { return .passed }
    return .failed("opened, but with another \(wrong.0)")
  }
}

extension Head {
  fileprivate var control: [String] {
    switch self {
    case .payload: []
    case .request(let head): [head.method, head.scheme, head.authority, head.path]
    case .response(let head): [String(head.status)]
    }
  }
}

extension Verdict {
  fileprivate var summary: String {
    "\(reason) \(status) \(processed.map(String.init) ?? "-") \(time)"
  }
}
