internal import SealedHTTP
internal import SealedPayload
internal import Synchronization

/// One request and its response, between the task that asked and the thread that moves bytes.
///
/// The thread's own half is `Transfer`. All that both touch is behind the lock; continuations are resumed outside it.
final class UpstreamExchange: Sendable {
  let request: RequestBlock
  let framing: RequestFraming
  let origin: UpstreamOrigin
  /// Whether the request may be sent again by itself: a safe method (RFC 9110 section 9.2.1) without a streamed body.
  let mayRepeat: Bool
  let isHEAD: Bool
  /// What is read while it is sent; nil if the whole body is in the request block or the outbox.
  let source: MessageBody?

  /// Keeps the thread alive.
  let upstream: UpstreamThread
  let start = Ticks.now
  let inbox: BodyInbox
  let outbox: BodyOutbox
  private let waiting = Mutex(Waiting())

  private struct Waiting {
    var caller: CheckedContinuation<ResponseMessage, any Error>?
    var isCancelled = false
    var upload: Task<Void, Never>?
    var isOver = false
  }

  init(
    _ request: RequestMessage, block: RequestBlock, framing: RequestFraming, origin: UpstreamOrigin,
    upstream: UpstreamThread, buffer: Int
  ) {
    (self.request, self.framing, self.origin, self.upstream) = (block, framing, origin, upstream)
    let method = request.head.method
    isHEAD = method == "HEAD"
    inbox = BodyInbox(limit: buffer)
    if case .whole(let bytes) = request.body.source {
      source = nil
      outbox = BodyOutbox(whole: bytes.count > RequestBlock.inlineBody ? bytes : [])
    } else {
      source = framing == .none || framing == .length(0) ? nil : request.body
      outbox = BodyOutbox(limit: buffer)
    }
    mayRepeat = source == nil && (method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE")
  }

  /// Remembers who waits for the head; false if it was cancelled before.
  func wait(_ caller: CheckedContinuation<ResponseMessage, any Error>) -> Bool {
    let isCancelled = waiting.withLock { waiting in
      if !waiting.isCancelled { waiting.caller = caller }
      return waiting.isCancelled
    }
    if isCancelled { caller.resume(throwing: UpstreamError.cancelled(wasSent: false)) }
    return !isCancelled
  }

  /// Says that nobody wants it any more.
  func markCancelled() { waiting.withLock { $0.isCancelled = true } }

  var isCancelled: Bool { waiting.withLock { $0.isCancelled } }

  /// Gives the response to the caller.
  func answer(_ response: ResponseMessage) {
    waiting.withLock { $0.caller.take() }?.resume(returning: response)
  }

  /// Ends the exchange: the caller or the reader gets the error, or the reader the end of the body; the upload stops.
  func end(_ failure: (any Error)?) {
    let (caller, upload) = waiting.withLock { waiting in
      waiting.isOver = true
      return (waiting.caller.take(), waiting.upload.take())
    }
    upload?.cancel()
    outbox.close()
    inbox.end(failure)
    caller?.resume(throwing: failure ?? UpstreamError.connectionBroken)
  }

  /// Starts to read the request's body, once.
  func startUpload(_ wake: @escaping @Sendable () -> Void) {
    guard let source else { return }
    waiting.withLock { waiting in
      guard waiting.upload == nil, !waiting.isOver else { return }
      let upload = Upload(of: source, framing: framing, to: outbox, wake: wake)
      waiting.upload = Task { await upload.run() }
    }
  }
}
