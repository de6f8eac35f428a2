public import SealedHTTP

/// A hop between client and API that does what it likes: drop, double, delay, change or make up messages.
///
///     let hop = HopTransport(before: loopback) { request, next in
///       var response = try await next.send(request)
///       response.head.fields.append(HeaderField("set-cookie", "hop=1"))
///       return response
///     }
public struct HopTransport: Transport {
  private let next: any Transport
  private let act: @Sendable (RequestMessage, any Transport) async throws -> ResponseMessage

  /// Makes a hop.
  ///
  /// - Parameters:
  ///   - next: where the hop can send what it likes.
  ///   - act: gets each request and what comes next, and gives the response that goes back.
  public init(
    before next: any Transport,
    _ act: @escaping @Sendable (RequestMessage, any Transport) async throws -> ResponseMessage
  ) {
    self.next = next
    self.act = act
  }

  /// Has the hop act.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage { try await act(request, next) }
}
