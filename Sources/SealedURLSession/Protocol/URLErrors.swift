public import Foundation
public import SealedHTTP

extension URLError {
  /// What the sealed client said, where a `URLError` of a session that seals stands for it.
  public var clientError: ClientError? { userInfo[NSUnderlyingErrorKey] as? ClientError }

  /// The nearest `URLError`, with the client's error in it.
  init(sealing error: any Error, _ url: URL?) {
    if let error = error as? URLError {
      self = error
      return
    }
    var userInfo: [String: Any] = [NSUnderlyingErrorKey: error, NSLocalizedDescriptionKey: "\(error)"]
    userInfo[NSURLErrorFailingURLErrorKey] = url
    self.init((error as? ClientError).map(Self.code) ?? .unknown, userInfo: userInfo)
  }

  private static func code(_ error: ClientError) -> Code {
    switch error.failure {
    case .cancelled: .cancelled
    case .transport(let error as URLError): error.code
    case .transport(URLSessionTransportError.unreachable(let error)): error.code
    case .keys(.unreachable(URLSessionTransportError.unreachable(let error))): error.code
    case .transport, .keys(.unreachable): .cannotConnectToHost
    case .keys: .secureConnectionFailed
    case .invalidRequest: .badURL
    case .body: .requestBodyStreamExhausted
    default:
      if case .responseIncomplete = error { .networkConnectionLost } else { .badServerResponse }
    }
  }
}
