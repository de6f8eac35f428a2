public import SealedHTTP
internal import SealedPayload

#if canImport(FoundationNetworking)
  internal import Foundation
  public import FoundationNetworking
#else
  public import Foundation
#endif

/// Takes the requests to one API out of a URLSession and sends them sealed; see `URLSessionConfiguration.seal(with:delivering:)`.
///
/// What is to the API's host and port and can't be sealed, such as a WebSocket, fails with a `URLError`: nothing is sent to it
/// unsealed. The error has the client's own in `URLError.clientError`.
public class SealedURLProtocol: URLProtocol {
  private var loading: Task<Void, Never>?
  private var delivery: ProtocolDelivery?

  /// Whether the request is to the API of the client that this class belongs to.
  public override class func canInit(with request: URLRequest) -> Bool {
    guard let client = ProtocolClasses.entry(of: self)?.client, let url = request.url else { return false }
    return APIAddress(client.issuer).isReached(by: url)
  }

  /// The request as it is.
  public override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }

  /// No two requests are one: nothing is cached.
  public override class func requestIsCacheEquivalent(_ one: URLRequest, to other: URLRequest) -> Bool { false }

  /// Sends the request sealed.
  public override func startLoading() {
    // Linux's URLSession stops what is suspended and starts it again; a request is sent once.
    guard delivery == nil, let entry = ProtocolClasses.entry(of: type(of: self)) else { return }
    let delivery = ProtocolDelivery(self, entry.delivery)
    self.delivery = delivery
    if let code = unsealableReason { return delivery.fail(URLError(code)) }
    let request = request
    do {
      let message = try RequestMessage(request)
      loading = Task { await delivery.load(message, of: request, with: entry.client) }
    } catch {
      delivery.fail(error)
    }
  }

  /// Ends the exchange.
  public override func stopLoading() {
    #if canImport(FoundationNetworking)
      if task?.state == .suspended { return }
    #endif
    delivery?.stop()
    loading?.cancel()
  }

  /// Why this task can't be sealed, if it can't.
  private var unsealableReason: URLError.Code? {
    #if canImport(FoundationNetworking)
      // Linux's URLSession does not show the body of an upload task, and has no place for the file of a download task.
      if task is URLSessionUploadTask || task is URLSessionDownloadTask || task is URLSessionWebSocketTask {
        return .unsupportedURL
      }
    #endif
    return nil
  }
}

extension URLSessionConfiguration {
  /// Makes sessions of this configuration seal all requests to the API of a client, and send none to it unsealed.
  ///
  ///     let configuration = URLSessionConfiguration.default
  ///     configuration.seal(with: client)
  ///     let session = URLSession(configuration: configuration)
  ///
  /// Requests to other hosts go as they would. Several APIs need one call each; a client is kept for the life of the process. What
  /// works with which tasks is in <doc:SealingAURLSession>.
  ///
  /// - Parameters:
  ///   - client: what seals; its transport must not be a URLSession of this configuration.
  ///   - delivery: how bodies reach the session.
  public func seal(with client: SealedClient, delivering delivery: SealedDelivery = .automatic) {
    let sealing: AnyClass = ProtocolClasses.sealing(with: client, delivery)
    protocolClasses = [sealing] + (protocolClasses ?? []).filter { $0 != sealing }
  }
}

/// How a sealed response's body reaches a URLSession.
public enum SealedDelivery: Sendable, Hashable {
  /// Piece by piece on Apple platforms, as a whole on Linux.
  case automatic
  /// Piece by piece, as it comes.
  ///
  /// On Linux only for sessions all of whose tasks report to a `URLSessionDataDelegate`: `data(for:)` and completion handlers would get
  /// the last piece alone.
  case pieces
  /// As a whole, once all of it is there.
  case whole

  var isWhole: Bool {
    switch self {
    case .pieces: return false
    case .whole: return true
    case .automatic:
      #if canImport(FoundationNetworking)
        return true
      #else
        return false
      #endif
    }
  }
}
