internal import SealedPayload

/// Seals what answers one request, and puts it into an outer response (spec/sealed-payload.md, section 21.4).
struct Answering: Sendable {
  private let exchange: Exchange
  private let server: SealedServer

  init(_ exchange: Exchange, _ server: SealedServer) {
    self.exchange = exchange
    self.server = server
  }

  private var sealing: SealingOptions {
    SealingOptions(
      signer: server.options.signsResponses ? server.keys.published.responseSigner : nil,
      padding: server.options.padding, usesAllCores: false)
  }

  /// Seals the application's response.
  ///
  /// Throws `failed` if the response breaks a rule of the format: then the application has a mistake.
  func seal(_ response: ResponseMessage, reading reader: SealedRequestReader) throws(Refusal) -> ResponseMessage {
    do throws(SealError) {
      let sealer = try ResponseSealer(response.head, to: exchange, options: sealing)
      if case .whole(var body) = response.body.source {
        var message: [UInt8] = []
        try sealer.seal(lending: &body, into: &message)
        return outer(response.head.status, MessageBody(message), isStream: false)
      }
      var start: [UInt8] = []
      let bodySealer = try sealer.stream(into: &start)
      let source = (try? response.body.open()) ?? FailedBodyStream()
      let stream = SealedBodyStream(bodySealer, start: start, of: source, onCancel: { reader.cancel() })
      return outer(response.head.status, MessageBody(stream), isStream: true)
    } catch {
      response.body.cancel()
      throw Refusal(
        reason: "failed", status: 500, isUnprocessed: false, diagnosis: "the application's response: \(error)")
    }
  }

  /// Seals a refusal.
  func seal(_ refusal: Refusal, at now: UInt64, from source: PeerAddress) throws(Hint) -> ResponseMessage {
    server.options.diagnostics?(
      ServerDiagnosis(reason: refusal.reason, diagnosis: refusal.diagnosis, source: source))
    guard let message = verdict(refusal, at: now) ?? verdict(.failed, at: now) else {
      throw Hint(reason: "failed", status: 500, diagnosis: "no verdict can be sealed")
    }
    return message
  }

  /// A sealed verdict; nil if the reason or the status, which an application may have chosen, can't stand in one.
  private func verdict(_ refusal: Refusal, at now: UInt64) -> ResponseMessage? {
    let verdict = try? Verdict(
      reason: refusal.reason, status: refusal.status, processed: refusal.isUnprocessed ? false : nil, time: now)
    guard let verdict, let message = try? verdict.sealed(to: exchange, options: sealing) else { return nil }
    return outer(refusal.status, MessageBody(message), isStream: false)
  }

  private func outer(_ status: Int, _ body: MessageBody, isStream: Bool) -> ResponseMessage {
    let shown = server.options.alwaysShows200 ? 200 : Self.outerStatus(status)
    return ResponseMessage(status: shown, fields: isStream ? Self.streamFields : Self.fields, body: body)
  }

  private static let fields = [
    HeaderField("content-type", WellKnown.mediaType), HeaderField("cache-control", "no-store, no-transform"),
    HeaderField("vary", WellKnown.carrierFieldTitle),
  ]

  private static let streamFields =
    fields + [HeaderField("incremental", "?1"), HeaderField("x-accel-buffering", "no")]

  static func outerStatus(_ status: Int) -> Int {
    switch status {
    case 200, 400, 403, 404, 409, 413, 429, 500, 503: status
    case ..<400: 200
    case ..<500: 400
    default: 500
    }
  }
}
