import SealedGateway
import SealedHTTP
import SealedPayload

/// A small API without any sealing, over real sockets: effects that are counted, large bodies, and streams of events.
final class API: Sendable {
  /// Where it listens.
  let address: ListenerAddress
  let effects: EffectLedger
  let events: EventHub
  private let listener: MicrohttpdListener

  /// Starts it.
  ///
  /// - Parameter thinking: how long after an effect its answer comes.
  init(thinking: Duration = .zero) throws {
    let (effects, events) = (EffectLedger(), EventHub())
    (self.effects, self.events) = (effects, events)
    listener = MicrohttpdListener(at: ListenerAddress(host: "127.0.0.1", port: 0)) { request, _ in
      do {
        let response = try await Self.answer(request, effects, events)
        if thinking > .zero { try await Task.sleep(for: thinking) }
        return response
      } catch {
        return ResponseMessage(status: 500, body: MessageBody(Array("\(error)".utf8)))
      }
    }
    address = try listener.start()
  }

  /// Ends it.
  func stop() async { await listener.stop(within: .zero) }

  private static func answer(
    _ request: RequestMessage, _ effects: EffectLedger, _ events: EventHub
  ) async throws -> ResponseMessage {
    let path = request.head.path
    switch (request.head.method, path) {
    case ("PUT", "/upload"):
      let digest = try await Digest.of(request.body.open())
      return ResponseMessage(status: 200, body: MessageBody(Array("\(digest)".utf8)))
    case ("GET", _) where path.hasPrefix("/download/"):
      let count = Int(path.dropFirst(10)) ?? 0
      return ResponseMessage(status: 200, body: MessageBody(PatternStream(count), length: count))
    case ("GET", "/events"):
      return ResponseMessage(
        status: 200, fields: [HeaderField("content-type", "text/event-stream")], body: MessageBody(events.open()))
    default: return try await effect(of: request, effects)
    }
  }

  /// Everything else has an effect, and is answered with what came.
  private static func effect(of request: RequestMessage, _ effects: EffectLedger) async throws -> ResponseMessage {
    let body = try await request.body.collect(upTo: 1 << 20)
    let fields = request.head.fields
    effects.add(
      fields.first { $0.name == EffectLedger.keyField }?.value ?? "\(request.head.method) \(request.head.path)")
    var answer = [HeaderField("content-type", "application/octet-stream")]
    if let cookie = fields.first(where: { $0.name == "cookie" }) {
      answer.append(HeaderField("set-cookie", cookie.value))
    }
    return ResponseMessage(status: 200, fields: answer, body: MessageBody(body))
  }
}
