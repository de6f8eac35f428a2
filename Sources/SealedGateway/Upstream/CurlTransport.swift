internal import CCurl
public import SealedHTTP
internal import SealedPayload
internal import Synchronization

/// Carries messages over HTTP/1.1 with libcurl, on kept-alive connections.
///
/// Nothing is added to a request but the Host field and the framing, and nothing is done with a response but to take it off
/// the connection: no redirects, cookies, credentials, proxies or content-encodings. A request is never sent twice, unless its
/// method is safe and its body is there as a whole. Servers are verified; TLS is 1.2 or later. All errors of `send` are
/// `UpstreamError`; a body that is cut ends with `BodyError.cut`.
public final class CurlTransport: Transport {
  private let options: UpstreamOptions
  private let threads: [UpstreamThread]
  private let turn = Atomic(0)

  private static let isReady = scurl_global_init() == CURLE_OK

  /// Starts the threads; they end with the transport and its last response.
  public init(_ options: UpstreamOptions = UpstreamOptions()) throws(UpstreamError) {
    guard Self.isReady else { throw .unexpected(code: CURLE_FAILED_INIT.rawValue, wasSent: false) }
    self.options = options
    var threads: [UpstreamThread] = []
    for _ in 0..<max(1, options.threads) { threads.append(try UpstreamThread(options)) }
    self.threads = threads
  }

  /// Sends a request, and returns when the head of the response is there.
  public func send(_ request: RequestMessage) async throws -> ResponseMessage {
    let exchange = try exchange(for: request)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { caller in
        if exchange.wait(caller) { exchange.upstream.post(.start(exchange)) }
      }
    } onCancel: {
      exchange.markCancelled()
      exchange.upstream.post(.cancel(exchange))
    }
  }

  private func exchange(for request: RequestMessage) throws(UpstreamError) -> UpstreamExchange {
    do {
      let framing = try RequestRules.framing(of: request)
      let (origin, host) = try destination(of: request)
      let block = try RequestBlock(
        request.head, to: origin, host: host, framing: framing, body: smallBody(of: request),
        limit: options.limits.requestHead)
      return UpstreamExchange(
        request, block: block, framing: framing, origin: origin, upstream: nextThread(), buffer: options.limits.buffer)
    } catch {
      throw .refused(error)
    }
  }

  private func destination(of request: RequestMessage) throws(RequestRefusal) -> (UpstreamOrigin, host: String) {
    if case .origin(let origin, let host) = options.route { return (origin, host ?? origin.authority) }
    guard let origin = UpstreamOrigin(scheme: request.head.scheme, authority: request.head.authority)
    else { throw .origin }
    return (origin, origin.authority)
  }

  private func smallBody(of request: RequestMessage) -> [UInt8] {
    guard case .whole(let bytes) = request.body.source, bytes.count <= RequestBlock.inlineBody else { return [] }
    return bytes
  }

  private func nextThread() -> UpstreamThread {
    guard threads.count > 1 else { return threads[0] }
    let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return threads[Int(UInt(bitPattern: number) % UInt(threads.count))]
  }
}
