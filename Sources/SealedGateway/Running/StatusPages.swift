internal import SealedHTTP
internal import SealedPayload
internal import Synchronization

/// What machines ask of a gateway, on an address of its own: whether it lives, and whether it should be sent requests.
final class StatusPages: Sendable {
  private let keys: ServerKeyStore
  private let replayGuard: MemoryReplayGuard
  private let time: any TimeSource
  private let isStopping = Atomic(false)

  init(_ keys: ServerKeyStore, _ replayGuard: MemoryReplayGuard, time: any TimeSource) {
    self.keys = keys
    self.replayGuard = replayGuard
    self.time = time
  }

  /// From now on it is not ready: what sends requests shall send them elsewhere.
  func stop() { isStopping.store(true, ordering: .relaxed) }

  /// Answers `GET /health` with 200 as long as the process lives, `GET /ready` with 200, or 503 and the reasons.
  func answer(_ request: RequestMessage) -> ResponseMessage {
    guard ["GET", "HEAD"].contains(request.head.method) else { return page(405, []) }
    switch request.head.path.prefix(while: { $0 != "?" }) {
    case "/health": return page(200, [])
    case "/ready":
      let problems = problems
      return page(problems.isEmpty ? 200 : 503, problems)
    default: return page(404, [])
    }
  }

  /// Why requests would be refused now.
  private var problems: [String] {
    let now = time.now
    var problems: [String] = []
    if isStopping.load(ordering: .relaxed) { problems.append("stopping") }
    if now <= replayGuard.floor {
      problems.append(
        "the replay guard may have forgotten messages of this time; ready in \(replayGuard.floor + 1 - now) s")
    }
    if keys.published.expiry <= now {
      problems.append("the key configuration has expired; sign it anew: sealtool keys publish")
    }
    return problems
  }

  private func page(_ status: Int, _ problems: [String]) -> ResponseMessage {
    var json = JSONWriter()
    json.object { json in
      json.string("status", status == 200 ? "ok" : status == 503 ? "not ready" : "no such page")
      if !problems.isEmpty { json.array("problems") { json in for problem in problems { json.element(problem) } } }
    }
    let fields = [HeaderField("content-type", "application/json"), HeaderField("cache-control", "no-store")]
    return ResponseMessage(status: status, fields: fields, body: MessageBody(json.text()))
  }
}
