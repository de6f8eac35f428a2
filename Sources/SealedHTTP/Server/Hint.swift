internal import SealedCrypto
internal import SealedPayload

/// A refusal before anything was authenticated: sent unsealed, promises nothing (spec/sealed-payload.md, section 23.1).
struct Hint: Error, Sendable {
  let reason: String
  let status: Int
  var retryAfter: UInt64?
  /// For a log of this machine alone.
  var diagnosis: String?

  static let sealingRequired = Hint(reason: "sealing-required", status: 400)
  static let tooLarge = Hint(reason: "too-large", status: 413)

  static func rejected(_ diagnosis: String) -> Hint {
    Hint(reason: "rejected", status: 400, diagnosis: diagnosis)
  }

  static func notReady(seconds: UInt64, _ diagnosis: String) -> Hint {
    Hint(reason: "not-ready", status: 503, retryAfter: seconds, diagnosis: diagnosis)
  }
}

extension Hint {
  /// What may be said of a message that can't be opened.
  init(_ error: OpenError) {
    reason = error.refusal.rawValue
    status = error.refusal == .tooLarge ? 413 : 400
    diagnosis = error.diagnosis
  }

  /// The answer, after telling this machine's log.
  func response(_ diagnostics: (@Sendable (ServerDiagnosis) -> Void)?, _ source: PeerAddress) -> ResponseMessage {
    diagnostics?(ServerDiagnosis(reason: reason, diagnosis: diagnosis, source: source))
    var json = JSONWriter()
    json.object { json in
      json.string("type", WellKnown.reasonPrefix + reason)
      json.integer("status", status)
    }
    var fields = [
      HeaderField("content-type", WellKnown.problemType), HeaderField("cache-control", "no-store"),
      HeaderField("vary", WellKnown.carrierFieldTitle),
    ]
    if let retryAfter { fields.append(HeaderField("retry-after", String(retryAfter))) }
    return ResponseMessage(status: status, fields: fields, body: MessageBody(json.bytes))
  }
}
