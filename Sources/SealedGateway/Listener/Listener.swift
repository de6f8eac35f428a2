public import SealedHTTP

/// Answers the requests of a listener.
///
/// It has read what it wants of the request's body when it returns: the rest is thrown away, and reading on fails. Its task is
/// cancelled when the client goes away. It starts on the thread that reads the connection, so that an answer which
/// waits for nothing costs no change of threads: work of many milliseconds belongs on another executor.
public typealias RequestHandler = @Sendable (RequestMessage, PeerAddress) async -> ResponseMessage

/// Takes HTTP requests from a network and sends what a handler answers.
///
/// What reaches the handler was unambiguous on the wire: one length, one host, well-formed fields with names in lower case. Fields of
/// the connection (host, content-length, transfer-encoding, connection and the like) are not among the fields: authority and
/// length of the body say what they said. The target is unchecked beyond its characters, byte for byte as it came.
public protocol Listener: Sendable {
  /// Starts to accept connections; called once.
  ///
  /// - Returns: the address, with the port that the system chose where port 0 was asked for.
  func start() throws(ListenerError) -> ListenerAddress

  /// Refuses new connections at once, lets exchanges finish until the time is over, then cuts what is left.
  func stop(within time: Duration) async
}
