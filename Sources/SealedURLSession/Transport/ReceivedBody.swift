internal import SealedHTTP

/// The body of a response as it comes; released before its end, it ends the exchange.
final class ReceivedBody: BodyStream {
  private let exchange: TransportExchange

  init(_ exchange: TransportExchange) {
    self.exchange = exchange
  }

  deinit { exchange.cancel() }

  func next() async throws -> [UInt8]? { try await exchange.piece() }

  func cancel() { exchange.cancel() }
}
