internal import SealedHTTP
internal import SealedPayload

/// Why a program gets no answer of the API (RFC 9457), and whether the API may have processed its request.
struct ProxyProblem: Sendable {
  /// The status.
  let status: Int

  /// What the problem's type ends with.
  let reason: String

  /// What happened, for people.
  let detail: String

  /// Whether the API has certainly not acted on the request, and will not.
  let isCertainlyUnprocessed: Bool

  /// A request that was refused before anything was sent.
  init(status: Int, reason: String, _ detail: String) {
    (self.status, self.reason, self.detail) = (status, reason, detail)
    isCertainlyUnprocessed = true
  }

  /// A request that a client could not get answered.
  init(_ error: ClientError) {
    isCertainlyUnprocessed = !error.mayHaveTakenEffect
    reason = isCertainlyUnprocessed ? "not-sent" : "outcome-unknown"
    detail = error.description
    status = Self.status(of: error.failure)
  }

  /// The response.
  var response: ResponseMessage {
    var json = JSONWriter()
    json.object { json in
      json.string("type", WellKnown.reasonPrefix + reason)
      json.integer("status", status)
      json.string("detail", detail)
      json.bool("may_have_been_processed", !isCertainlyUnprocessed)
    }
    let fields = [HeaderField("content-type", WellKnown.problemType), HeaderField("cache-control", "no-store")]
    return ResponseMessage(status: status, fields: fields, body: MessageBody(json.text()))
  }

  private static func status(of failure: ClientFailure) -> Int {
    switch failure {
    case .invalidRequest(.tooLargeForField): 431
    case .invalidRequest: 400
    case .body(BodyError.tooLarge): 413
    case .body: 400
    case .transport(let error), .keys(.unreachable(let error)): isTimeout(error) ? 504 : 502
    default: 502
    }
  }

  private static func isTimeout(_ error: any Error) -> Bool { (error as? any TransportFailure)?.isTimeout == true }
}
