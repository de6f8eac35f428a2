/// An error of a transport that knows whether anything of the request can have reached the API.
///
/// Others are taken for errors after the request was sent.
public protocol TransportFailure: Error {
  /// Whether any byte of the request may have left this machine; false is a promise.
  var wasSent: Bool { get }

  /// Whether waiting for the peer took too long.
  var isTimeout: Bool { get }
}

extension TransportFailure {
  /// False, unless the transport says otherwise.
  public var isTimeout: Bool { false }
}
