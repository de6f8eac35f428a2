internal import SealedPayload

/// A refusal after the claim: sent sealed, as a verdict (spec/sealed-payload.md, section 23.1).
struct Refusal: Error, Sendable {
  let reason: String
  let status: Int
  /// Whether this handling made the claim, and the application was not and will not be called.
  let isUnprocessed: Bool
  var retryAfter: UInt64?
  /// For a log of this machine alone.
  var diagnosis: String?

  static let replayed = Refusal(reason: "replayed", status: 409, isUnprocessed: false)
  static let mismatch = Refusal(reason: "mismatch", status: 400, isUnprocessed: true)
  static let proofRequired = Refusal(reason: "proof-required", status: 403, isUnprocessed: true)
  static let forbidden = Refusal(reason: "forbidden", status: 403, isUnprocessed: true)
  static let tooLarge = Refusal(reason: "too-large", status: 413, isUnprocessed: true)
  static let cut = Refusal(
    reason: "rejected", status: 400, isUnprocessed: true, diagnosis: "the connection ended before the body did")
  static let failed = Refusal(reason: "failed", status: 500, isUnprocessed: false)

  static func stale(isPromised: Bool) -> Refusal {
    Refusal(reason: "stale", status: 400, isUnprocessed: isPromised)
  }
}

extension Refusal {
  /// A body that can't be opened.
  init(_ error: OpenError, wasHandled: Bool) {
    reason = error.refusal.rawValue
    status = error.refusal == .tooLarge ? 413 : 400
    isUnprocessed = !wasHandled
    diagnosis = error.diagnosis
  }

  /// The application's own word.
  init(_ refusal: HandlerRefusal) {
    reason = refusal.reason
    status = refusal.status
    isUnprocessed = refusal.isCertainlyUnprocessed
    diagnosis = refusal.diagnosis
  }
}
