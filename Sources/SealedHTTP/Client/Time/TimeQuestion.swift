internal import SealedPayload

/// Asks the API for its time, with a sealed request that it answers itself (spec/sealed-payload.md, section 23.4).
final class TimeQuestion: Sendable {
  private let issuer: Issuer
  private let sender: MessageSender
  private let run = SharedRun<Result<Void, ClientFailure>>()

  init(_ issuer: Issuer, _ sender: MessageSender) {
    self.issuer = issuer
    self.sender = sender
  }

  /// Asks if this machine's clock is in doubt; one question serves all who need the answer.
  func askIfDoubtful() async throws(ClientFailure) {
    _ = try await sender.keys.current()
    guard sender.clock.isDoubtful else { return }
    guard let result = await run.value(of: { await self.ask() }) else { throw .cancelled }
    try result.get()
  }

  private func ask() async -> Result<Void, ClientFailure> {
    let request = RequestMessage(
      RequestHead(method: "GET", scheme: issuer.scheme, authority: issuer.authority, path: WellKnown.timePath))
    let sent = sender.time.now
    do throws(ClientError) {
      let response = try await Call(request, sender).response()
      // An answer without a time still shows that messages of this clock are fresh enough.
      if let time = await Self.time(response) { sender.clock.learn(time, sent: sent, received: sender.time.now) }
      sender.clock.settle()
      return .success(())
    } catch {
      // A verdict has the time too.
      return sender.clock.isDoubtful ? .failure(error.failure) : .success(())
    }
  }

  /// The time in `{"time": 1700000000}`.
  private static func time(_ response: SealedResponse) async -> UInt64? {
    guard let content = try? await response.body.collect(upTo: ClientLimits.timeAnswer)[...],
      let document = try? JSONDocument(content.span)
    else { return nil }
    return document.integer(document.member("time")).flatMap(UInt64.init(exactly:))
  }
}
