internal import SealedPayload

/// What opening a message of any kind gave, besides its body.
struct Opened {
  /// What is known of the message.
  let message: OpenedMessage

  /// What seals the response, if it is a request.
  var exchange: Exchange?

  /// The server's refusal, if it is one.
  var verdict: Verdict?
}

/// Opens a message piece by piece.
protocol OpeningStream: ~Copyable {
  /// What is known once the head is authentic.
  var found: Opened? { get }

  /// Takes bytes and appends what is authentic of the body.
  mutating func receive(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(OpenError)

  /// Says that no more bytes follow.
  consuming func end() throws(OpenError) -> Opened
}

extension PayloadStream: OpeningStream {
  var found: Opened? { opened.map { Opened(message: $0.message) } }

  consuming func end() throws(OpenError) -> Opened { Opened(message: try finish().message) }
}

extension RequestStream: OpeningStream {
  var found: Opened? { opened.map { Opened(message: $0.message, exchange: $0.exchange) } }

  consuming func end() throws(OpenError) -> Opened {
    let opened = try finish()
    return Opened(message: opened.message, exchange: opened.exchange)
  }
}

extension ResponseStream: OpeningStream {
  var found: Opened? { opened.map { Opened(message: $0.message) } }

  consuming func end() throws(OpenError) -> Opened { Opened(try finish()) }
}

extension Opened {
  /// What answered a request.
  init(_ answer: Answer) {
    message = answer.opened.message
    if case .verdict(let verdict, _) = answer { self.verdict = verdict }
  }
}

/// Opens messages of one kind, whole or piece by piece.
enum MessageOpener {
  case payload(PayloadOpener)
  case request(RequestOpener)
  case response(ResponseOpener)
  case logged(LoggedMessageOpener)

  /// Opens a whole message.
  func open(_ message: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) -> Opened {
    switch self {
    case .payload(let opener): return Opened(message: try opener.open(message, into: &body).message)
    case .request(let opener):
      let opened = try opener.open(message, into: &body)
      return Opened(message: opened.message, exchange: opened.exchange)
    case .response(let opener): return Opened(try opener.open(message, into: &body))
    case .logged(let opener):
      let opened = try opener.open(message, into: &body)
      return Opened(message: opened.message, verdict: opened.verdict)
    }
  }
}
