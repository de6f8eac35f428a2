internal import SealedHTTP

/// The body of a response while it comes.
final class ResponseBody: BodyStream {
  private let exchange: UpstreamExchange
  private let upstream: UpstreamThread

  init(of exchange: UpstreamExchange, by upstream: UpstreamThread) {
    (self.exchange, self.upstream) = (exchange, upstream)
  }

  deinit {
    cancel()
  }

  func next() async throws -> [UInt8]? {
    switch exchange.inbox.next() {
    case .piece(let bytes, let wasPaused):
      if wasPaused { upstream.post(.resume(exchange)) }
      return bytes
    case .end: return nil
    case .failure(let error): throw error
    case .wait: break
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { reader in
        if exchange.inbox.wait(reader) { upstream.post(.resume(exchange)) }
      }
    } onCancel: {
      cancel()
    }
  }

  func cancel() {
    if exchange.inbox.cancel() { upstream.post(.cancel(exchange)) }
  }
}
