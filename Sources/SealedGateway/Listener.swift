public import SealedHTTP

/// Answers the requests of a listener.
public typealias RequestHandler = @Sendable (RequestMessage, PeerAddress) async -> ResponseMessage
