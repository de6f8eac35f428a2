public import SealedHTTP

/// A transport without a network: requests go straight to a handler.
///
/// Put a `HopTransport` before it to change what passes, a `RecordingTransport` to see it.
public struct LoopbackTransport: Transport {
  private let handler: @Sendable (RequestMessage, PeerAddress) async throws -> ResponseMessage
  private let peer: PeerAddress

  /// Makes a transport to a handler, such as that of a `SealedServer`.
  public init(
    from peer: PeerAddress = PeerAddress("192.0.2.1"),
    to handler: @escaping @Sendable (RequestMessage, PeerAddress) async throws -> ResponseMessage
  ) {
    self.peer = peer
    self.handler = handler
  }

  /// Sends a request to the handler.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage {
    try Task.checkCancellation()
    return try await handler(request, peer)
  }
}
