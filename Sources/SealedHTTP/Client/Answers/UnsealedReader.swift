internal import SealedPayload

/// Reads what little counts of an answer that is not sealed: anybody can have written it.
enum UnsealedReader {
  /// The hint; of the content only `type`, if it is a problem document (RFC 9457) of bounded size.
  static func read(_ response: ResponseMessage) async -> UnsealedAnswer {
    let outer = OuterResponse(response.head)
    let reason = outer.isProblem ? await reason(response.body) : nil
    response.body.cancel()
    return UnsealedAnswer(status: response.head.status, reason: reason, retryAfter: outer.retryAfter)
  }

  private static func reason(_ body: MessageBody) async -> UnsealedAnswer.Reason? {
    guard let content = try? await body.collect(upTo: ClientLimits.hint)[...],
      let document = try? JSONDocument(content.span), let type = document.string(document.member("type")),
      type.hasPrefix(WellKnown.reasonPrefix)
    else { return nil }
    return UnsealedAnswer.Reason(rawValue: String(type.dropFirst(WellKnown.reasonPrefix.count)))
  }
}
