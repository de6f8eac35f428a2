internal import Foundation
public import SealedHTTP
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// Carries messages over a URLSession of its own: no cookies, cache or credentials, no redirect, no decompression.
///
/// Both bodies are streamed with bounded memory. On Apple platforms a body goes out as it is made, and a slow reader slows the
/// sender down. On Linux URLSession can do neither: there a body of unknown length is gathered in a temporary file before it is
/// sent, and what came and wasn't read waits in another one. What is in them is what is on the wire.
///
/// Tasks that run are not affected when the transport is released; its idle connections are closed.
public final class URLSessionTransport: Transport {
  /// How long nothing may come or go before an exchange fails with `URLError.timedOut`, unless another time is given.
  public static let defaultIdleTimeout: Duration = .seconds(300)

  private let session: URLSession
  private let delegate: TransportDelegate

  /// Makes it.
  ///
  /// - Parameter idleTimeout: how long nothing may come or go before an exchange fails; from a second to a week.
  public init(idleTimeout: Duration = defaultIdleTimeout) {
    delegate = TransportDelegate()
    session = URLSession(
      configuration: .transport(idleTimeout: idleTimeout), delegate: delegate, delegateQueue: .ofTransport)
  }

  deinit { session.finishTasksAndInvalidate() }

  /// Sends a request, and returns when the head of the response is there.
  ///
  /// Throws `CancellationError` when the task is cancelled, `URLError` when the connection fails, `URLSessionTransportError` for a
  /// message that URLSession can't carry or an API without a connection, and whatever the request's body throws. After the head the
  /// body throws `BodyError.cut` when the connection ends early.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage {
    let outer = try URLRequest(outer: request.head)
    let body = try await OuterBody(request.body, method: request.head.method)
    try Task.checkCancellation()
    let exchange = TransportExchange(body: body)
    let task = body.task(in: session, for: outer)
    delegate.add(exchange, for: task)
    exchange.start(task)
    let head = try await exchange.head()
    return ResponseMessage(head, body: MessageBody(ReceivedBody(exchange)))
  }
}

extension OperationQueue {
  /// The queue that the delegate is told on; nil for one that the session makes.
  fileprivate static var ofTransport: OperationQueue? {
    #if canImport(FoundationNetworking)
      ImmediateQueue()
    #else
      nil
    #endif
  }
}

#if canImport(FoundationNetworking)
  /// Runs at once what it is given: on a queue of its own Linux's URLSession would let pieces pile up without end.
  ///
  /// What the delegate does is short, and never waits for the session.
  private final class ImmediateQueue: OperationQueue, @unchecked Sendable {  // It has nothing of its own.
    override func addOperation(_ block: @escaping @Sendable () -> Void) { block() }
  }
#endif

extension URLSessionConfiguration {
  /// A configuration that stores nothing and adds nothing that can be prevented.
  fileprivate static func transport(idleTimeout: Duration) -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    configuration.urlCredentialStorage = nil
    configuration.httpMaximumConnectionsPerHost = 64
    configuration.timeoutIntervalForRequest = Double(min(max(idleTimeout.components.seconds, 1), 604_800))
    #if !canImport(FoundationNetworking)
      configuration.tlsMinimumSupportedProtocolVersion = .TLSv12
    #endif
    return configuration
  }
}
