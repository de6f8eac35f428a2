/// Who may connect, and who waits: at most so many exchanges at a time for each origin, first come, first served.
struct OriginQueue {
  private struct Line {
    var active = 0
    var waiting: [UpstreamExchange] = []
    /// Those before it are gone.
    var first = 0

    mutating func compact() {
      guard first > 64, first * 2 > waiting.count else { return }
      waiting.removeFirst(first)
      first = 0
    }
  }

  /// What becomes of a new exchange.
  enum Admission { case start, wait, refuse }

  private let limit: Int
  private let waitingLimit: Int
  private var lines: [UpstreamOrigin: Line] = [:]
  private(set) var waiting = 0

  init(limit: Int, waiting: Int) {
    (self.limit, waitingLimit) = (max(1, limit), waiting)
  }

  /// Takes a new exchange.
  mutating func add(_ exchange: UpstreamExchange) -> Admission {
    var admission = Admission.start
    if lines[exchange.origin, default: Line()].active < limit {
      lines[exchange.origin, default: Line()].active += 1
    } else if waiting < waitingLimit {
      lines[exchange.origin, default: Line()].waiting.append(exchange)
      waiting += 1
      admission = .wait
    } else {
      admission = .refuse
    }
    return admission
  }

  /// Ends an active exchange, and gives the one that takes its place.
  mutating func next(after exchange: UpstreamExchange) -> UpstreamExchange? {
    guard var line = lines.removeValue(forKey: exchange.origin) else { return nil }
    var next: UpstreamExchange?
    if line.first < line.waiting.count {
      next = line.waiting[line.first]
      line.first += 1
      waiting -= 1
      line.compact()
    } else {
      line.active -= 1
    }
    if line.active > 0 { lines[exchange.origin] = line }
    return next
  }

  /// Takes out those that waited for too long, or were cancelled.
  mutating func removeAll(where isGone: (UpstreamExchange) -> Bool) -> [UpstreamExchange] {
    guard waiting > 0 else { return [] }
    var gone: [UpstreamExchange] = []
    for origin in lines.keys {
      guard var line = lines[origin], line.first < line.waiting.count else { continue }
      let rest = line.waiting[line.first...]
      gone += rest.filter(isGone)
      (line.waiting, line.first) = (rest.filter { !isGone($0) }, 0)
      lines[origin] = line
    }
    waiting -= gone.count
    return gone
  }
}
