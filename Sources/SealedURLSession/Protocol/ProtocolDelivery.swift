internal import Foundation
internal import SealedHTTP
internal import SealedPayload
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// Hands a sealed exchange over to the URLSession that asked for it, until that stops it.
final class ProtocolDelivery: @unchecked Sendable {  // The protocol is used under `isOver` alone, or on its own thread.
  private weak var urlProtocol: SealedURLProtocol?
  private let delivery: SealedDelivery
  private let isOver = Mutex(false)
  #if !canImport(FoundationNetworking)
    private let runLoop = CFRunLoopGetCurrent()
  #endif

  init(_ urlProtocol: SealedURLProtocol, _ delivery: SealedDelivery) {
    self.urlProtocol = urlProtocol
    self.delivery = delivery
  }

  func load(_ message: RequestMessage, of request: URLRequest, with client: SealedClient) async {
    do {
      let url = request.url ?? URL(filePath: "/")
      let limit = TimeLimit(request)
      let response: SealedResponse = try await limit.run { try await client.send(message) }
      guard !redirected(request, message, url, response) else { return }
      let head = try response.head.response(for: url, without: Self.keptBack(response.head))
      tell { $1.urlProtocol($0, didReceive: head, cacheStoragePolicy: .notAllowed) }
      try await deliver(TimedBody(response.body, limit))
      finish { $1.urlProtocolDidFinishLoading($0) }
    } catch {
      fail(URLError(sealing: error, request.url))
    }
  }

  func fail(_ error: URLError) {
    finish { $1.urlProtocol($0, didFailWithError: error) }
  }

  /// The session wants nothing more, not even an error.
  func stop() { isOver.withLock { $0 = true } }

  private func deliver(_ body: TimedBody) async throws {
    var whole = Data()
    while let piece = try await body.next() {
      let data = Data(piece)
      if delivery.isWhole { whole += data } else { tell { $1.urlProtocol($0, didLoad: data) } }
    }
    let data = whole
    if !data.isEmpty { tell { $1.urlProtocol($0, didLoad: data) } }
  }

  /// Leaves a redirect within the API to the session, which asks its delegate and comes back with another request.
  ///
  /// Linux's URLSession can't be told of one: there the redirect is the response.
  private func redirected(
    _ request: URLRequest, _ message: RequestMessage, _ url: URL, _ response: SealedResponse
  ) -> Bool {
    #if canImport(FoundationNetworking)
      return false
    #else
      guard let redirection = Redirection(after: message, to: url, response.head),
        let head = try? response.head.response(for: url)
      else { return false }
      response.body.cancel()
      var next = request
      next.url = redirection.url
      if redirection.request.head.method != message.head.method {
        next.httpMethod = redirection.request.head.method
        (next.httpBody, next.httpBodyStream) = (nil, nil)
      }
      let following = next
      tell { $1.urlProtocol($0, wasRedirectedTo: following, redirectResponse: head) }
      fail(URLError(.cancelled))
      return true
    #endif
  }

  /// Fields that must not reach the session.
  ///
  /// Linux's URLSession answers the challenge of a 401 by sending the request itself, unsealed.
  private static func keptBack(_ head: ResponseHead) -> Set<String> {
    #if canImport(FoundationNetworking)
      head.status == 401 ? ["www-authenticate"] : []
    #else
      []
    #endif
  }

  // MARK: Telling the session

  private func finish(_ event: @escaping @Sendable (URLProtocol, any URLProtocolClient) -> Void) {
    tell(isLast: true, event)
  }

  private func tell(isLast: Bool = false, _ event: @escaping @Sendable (URLProtocol, any URLProtocolClient) -> Void) {
    #if canImport(FoundationNetworking)
      tellHere(isLast, event)
    #else
      // The session wants to be told on the thread that it started the loading on.
      CFRunLoopPerformBlock(runLoop, CFRunLoopMode.commonModes.rawValue) { self.tellHere(isLast, event) }
      CFRunLoopWakeUp(runLoop)
    #endif
  }

  private func tellHere(_ isLast: Bool, _ event: (URLProtocol, any URLProtocolClient) -> Void) {
    isOver.withLock { isOver in
      guard !isOver, let urlProtocol, let client = urlProtocol.client else { return }
      isOver = isLast
      event(urlProtocol, client)
    }
  }
}
