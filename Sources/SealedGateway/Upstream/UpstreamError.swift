public import SealedHTTP

/// Why a `CurlTransport` has no response.
///
/// `wasSent` says whether the server may have processed the request.
@nonexhaustive
public enum UpstreamError: TransportFailure, Sendable {
  /// The request can't be sent as it is; nothing was sent.
  case refused(RequestRefusal)
  /// Too many requests wait already; nothing was sent.
  case busy
  /// No connection; nothing was sent.
  case couldNotConnect(ConnectProblem)
  /// No connection that can be trusted; nothing was sent.
  case tls(TLSProblem)
  /// It took too long.
  case timedOut(UpstreamStage, wasSent: Bool)
  /// The connection broke while the request was sent, or before the head of the response was there.
  case connectionBroken
  /// The server sent what is no HTTP response, or more than the limits allow.
  case malformedResponse(ResponseProblem)
  /// The request's body could not be read, with the reader's error, or `BodyLengthError`.
  case requestBody(any Error, wasSent: Bool)
  /// The caller gave up.
  case cancelled(wasSent: Bool)
  /// Something that should not happen; the number is libcurl's.
  case unexpected(code: UInt32, wasSent: Bool)

  /// Whether bytes of the request have left: if not, it was certainly not processed.
  public var wasSent: Bool {
    switch self {
    case .refused, .busy, .couldNotConnect, .tls: false
    case .connectionBroken, .malformedResponse: true
    case .timedOut(_, let wasSent), .requestBody(_, let wasSent), .cancelled(let wasSent), .unexpected(_, let wasSent):
      wasSent
    }
  }

  /// Whether it waited for the server for too long.
  public var isTimeout: Bool { if case .timedOut = self { true } else { false } }
}

/// What a `CurlTransport` was waiting for.
public enum UpstreamStage: String, Sendable, Hashable {
  /// A connection.
  case connection
  /// That the server takes the request.
  case request
  /// The head of the response.
  case head
  /// The body of the response.
  case body
}

extension UpstreamError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .refused(let problem): "the request is not sent: \(problem)"
    case .busy: "too many requests wait for the upstream"
    case .couldNotConnect(let problem): "no connection to the upstream: \(problem)"
    case .tls(let problem): "no trusted connection to the upstream: \(problem)"
    case .timedOut(let stage, _): "the upstream took too long (\(stage.rawValue))"
    case .connectionBroken: "the upstream closed the connection before it answered"
    case .malformedResponse(let problem): "the upstream's response is refused: \(problem)"
    case .requestBody(let error, _): "the request's body can't be read: \(error)"
    case .cancelled: "the request was cancelled"
    case .unexpected(let code, _): "the request failed (libcurl \(code))"
    }
  }
}
