internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// Hands the session's callbacks to the exchange that they belong to.
final class TransportDelegate: NSObject, URLSessionDataDelegate, Sendable {
  private let exchanges = Mutex<[Int: TransportExchange]>([:])
  /// Hosts and ports that have answered: a connection to them may be used again.
  private let answered = Mutex<Set<String>>([])

  func add(_ exchange: TransportExchange, for task: URLSessionTask) {
    exchanges.withLock { $0[task.taskIdentifier] = exchange }
  }

  private func exchange(of task: URLSessionTask) -> TransportExchange? {
    exchanges.withLock { $0[task.taskIdentifier] }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    completionHandler(.allow)
    guard let response = response as? HTTPURLResponse else { return }
    answered.withLock { _ = $0.insert(Self.place(of: dataTask)) }
    exchange(of: dataTask)?.received(response)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    exchange(of: dataTask)?.received(data)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    exchange?.ended(with: error.map { named($0, task) }, response: task.response as? HTTPURLResponse)
  }

  /// Says so if the request can't have left.
  ///
  /// Over a connection that was used before it may have: URLSession tries again when such a one breaks, and tells of the last failure.
  private func named(_ error: any Error, _ task: URLSessionTask) -> any Error {
    let mayBeUsedAgain = answered.withLock { $0.contains(Self.place(of: task)) }
    return mayBeUsedAgain ? error : URLSessionTransportError(unreachable: error) ?? error
  }

  private static func place(of task: URLSessionTask) -> String {
    guard let url = task.originalRequest?.url else { return "" }
    return "\(url.host(percentEncoded: true) ?? ""):\(url.port ?? 0)"
  }

  /// No redirect is followed: the response is the redirect.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  /// No credentials: certificates are verified as usual, and a 401 is the response.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    completionHandler(.performDefaultHandling, nil)
  }

  /// A body is sent once.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    needNewBodyStream completionHandler: @escaping @Sendable (InputStream?) -> Void
  ) {
    completionHandler(nil)
  }

  /// Nothing is stored.
  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, willCacheResponse proposedResponse: CachedURLResponse,
    completionHandler: @escaping @Sendable (CachedURLResponse?) -> Void
  ) {
    completionHandler(nil)
  }
}
