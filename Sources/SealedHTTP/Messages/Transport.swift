/// What carries messages to an API: URLSession, libcurl, a loopback in tests.
///
/// A transport keeps no cookies, cache or credentials, follows no redirect, decodes no content-encoding, and sends exactly the
/// fields that it is given besides those of the connection (host, content-length, transfer-encoding, connection).
public protocol Transport: Sendable {
  /// Sends a request, and returns when the head of the response is there.
  ///
  /// Throws when there is no response. Cancelling the task ends the exchange, as does cancelling the response's body.
  func send(_ request: RequestMessage) async throws -> ResponseMessage
}
