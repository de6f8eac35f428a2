import SealedHTTP
import Synchronization

/// The body of a request, as it comes; what the reader leaves waits in the network.
final class RequestBodyStream: BodyStream {
  private let exchange: ListenerExchange

  init(_ exchange: ListenerExchange) {
    self.exchange = exchange
  }

  func next() async throws -> [UInt8]? {
    if let piece = exchange.takePiece() { return try piece.get() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { exchange.wait($0) }
    } onCancel: {
      cancel()
    }
  }

  func cancel() { exchange.cancelBody() }
}

extension ListenerExchange {
  /// What has come of the body; nil if the reader has to wait.
  fileprivate func takePiece() -> Result<[UInt8]?, any Error>? {
    state.withLock { state in
      let piece = state.incoming.take()
      // The connection waits for room, or for the body to be wanted.
      if state.phase == .expecting || state.phase == .receiving { Self.resume(&state) }
      return piece
    }
  }

  fileprivate func wait(_ reader: CheckedContinuation<[UInt8]?, any Error>) {
    state.withLock { state in
      guard let piece = state.incoming.take() else { return state.incoming.wait(reader) }
      if state.phase == .receiving { Self.resume(&state) }
      reader.resume(with: piece)
    }
  }

  fileprivate func cancelBody() {
    state.withLock { state in
      state.incoming.fail(.cancelled)
      if state.phase == .expecting || state.phase == .receiving { Self.resume(&state) }
    }
  }
}
