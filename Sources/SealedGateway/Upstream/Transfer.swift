internal import CCurl
internal import SealedHTTP
internal import SealedPayload

/// One exchange while libcurl works on it; only the thread of an `UpstreamLoop` uses it.
final class Transfer {
  let exchange: UpstreamExchange
  let easy: CurlEasy
  /// The connection, once libcurl has waited for it.
  var connection: SocketWatch.Connection?

  private(set) var isSendPaused = false
  private(set) var isReceivePaused = false

  private unowned let events: any TransferEvents
  private let times: UpstreamTimes
  private var parser: ResponseHeadParser
  private var sent = 0
  private var received = 0
  private var collected: [UInt8] = []
  private var isDelivered = false
  private var isUploaded: Bool
  /// How often the request was sent: more than once only if it may be.
  private var sends = 0
  private var failure: UpstreamError?
  /// When the last byte moved, or the request was complete: what the server's time is counted from.
  private var lastMove = Ticks.now

  init(_ exchange: UpstreamExchange, on easy: CurlEasy, options: UpstreamOptions, events: any TransferEvents) {
    (self.exchange, self.easy, self.events) = (exchange, easy, events)
    times = options.times
    parser = ResponseHeadParser(limits: options.limits)
    isUploaded = exchange.outbox.isEmpty
  }

  /// What is waited for.
  private var stage: UpstreamStage {
    if sends == 0 { return .connection }
    return parser.isComplete ? .body : isUploaded ? .head : .request
  }

  /// The connection is there, and the request goes out next; false if it must not.
  func willSend() -> Bool {
    sends += 1
    guard sends == 1 || exchange.mayRepeat else {
      // libcurl found a kept connection closed under a request that was sent: the server may have read it.
      failure = .connectionBroken
      return false
    }
    lastMove = Ticks.now
    events.connected(self)
    return true
  }

  /// A line of a head or trailer; false breaks the connection.
  func takeLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let wasComplete = parser.isComplete
    do {
      try parser.take(unsafe Span(_unsafeBytes: bytes))
    } catch {
      failure = .malformedResponse(error)
      return false
    }
    if parser.isComplete, !wasComplete {
      lastMove = Ticks.now
      events.gotHead(self)
    }
    return true
  }

  /// Bytes of the body; false if the reader is behind, and they have to come again.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isDelivered {
      guard exchange.inbox.put(unsafe [UInt8](bytes)) else {
        isReceivePaused = true
        return false
      }
    } else {
      unsafe collected.append(contentsOf: bytes)
    }
    received += bytes.count
    lastMove = Ticks.now
    if isAnswered { events.gotHead(self) }
    return true
  }

  /// The next bytes of the request's body.
  func fill(_ room: UnsafeMutableRawBufferPointer) -> BodyOutbox.Fill {
    let fill = unsafe exchange.outbox.fill(room)
    isSendPaused = false
    switch fill {
    case .bytes(let count):
      lastMove = Ticks.now
      sent += count
      isUploaded = exchange.framing == .length(sent)
    case .end:
      lastMove = Ticks.now
      isUploaded = true
    case .wait: isSendPaused = true
    case .failure(let error): failure = .requestBody(error, wasSent: true)
    }
    return fill
  }

  /// Lets a paused body go on.
  func resume() {
    guard isSendPaused || isReceivePaused else { return }
    (isSendPaused, isReceivePaused) = (false, false)
    lastMove = Ticks.now
    easy.pause(sending: false, receiving: false)
  }

  /// Whether the response is complete although the request is not: nothing more has to be sent.
  private var isAnswered: Bool {
    guard parser.isComplete, !isUploaded else { return false }
    return exchange.isHEAD || parser.status == 204 || parser.status == 304 || parser.contentLength == received
  }

  /// Gives the caller the head, and what follows as a stream; true if that was all.
  func deliver() -> Bool {
    let isOver = isAnswered
    if !isDelivered, !isOver {
      isDelivered = true
      _ = exchange.inbox.put(collected)
      collected = []
      let body = MessageBody(ResponseBody(of: exchange, by: exchange.upstream), length: parser.contentLength)
      exchange.answer(ResponseMessage(parser.head, body: body))
    }
    return isOver
  }

  /// Ends the exchange with what libcurl says.
  func conclude(_ code: CURLcode) {
    if code == CURLE_OK, failure == nil, parser.isComplete {
      if !isDelivered { exchange.answer(ResponseMessage(parser.head, body: MessageBody(collected))) }
      return exchange.end(nil)
    }
    let wasComplete = parser.isComplete
    if wasComplete, !isDelivered { _ = deliver() }
    exchange.end(failure ?? (wasComplete ? BodyError.cut : CurlFailure.error(code, easy, wasSent: sends > 0)))
  }

  /// Ends the exchange with the caller's wish.
  func cancel() { exchange.end(UpstreamError.cancelled(wasSent: sends > 0)) }

  /// What took too long, if something did.
  func expired(at now: UInt64) -> UpstreamError? {
    let limit: UInt64?
    let stage = stage
    switch stage {
    case .connection: limit = times.connect.milliseconds
    case .request: limit = isSendPaused ? nil : times.idle?.milliseconds
    case .head: limit = times.head.milliseconds
    case .body: limit = isReceivePaused ? nil : times.idle?.milliseconds
    }
    let since = stage == .connection ? exchange.start : lastMove
    guard let limit, now > since, now - since > limit else { return nil }
    return .timedOut(stage, wasSent: sends > 0)
  }
}

/// What a transfer tells its loop.
protocol TransferEvents: AnyObject {
  /// The request goes out.
  func connected(_ transfer: Transfer)
  /// The head is there, or the whole response before the whole request.
  func gotHead(_ transfer: Transfer)
}
