internal import SealedCommandLine
internal import SealedGateway
internal import SealedPayload
internal import Synchronization

/// The log of a running command: one line on standard error for each event.
final class EventLog: Sendable {
  private let settings: Mutex<LogSettings>
  private let write: @Sendable (String) -> Void
  private let now: @Sendable () -> UInt64

  /// Writes lines, with their ends, by `write`.
  init(
    _ settings: LogSettings, now: @escaping @Sendable () -> UInt64 = { Clock.now },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.settings = Mutex(settings)
    (self.now, self.write) = (now, write)
  }

  /// A log on standard error.
  convenience init(_ settings: LogSettings) {
    self.init(settings) { line in
      // Nobody is left to tell if this fails.
      try? Descriptor(borrowing: 2, name: "standard error").write(Array(line.utf8).span)
    }
  }

  /// Goes on by other settings.
  func set(_ settings: LogSettings) { self.settings.withLock { $0 = settings } }

  /// Writes an event, if its level is asked for.
  func log(_ event: GatewayEvent) {
    let settings = settings.withLock { $0 }
    guard settings.level.includes(event.level) else { return }
    let time = Clock.text(now())
    write((settings.format == .json ? Self.json(event, time) : Self.text(event, time)) + "\n")
  }

  /// One line of JSON: line ends stand between members alone, since strings escape theirs.
  private static func json(_ event: GatewayEvent, _ time: String) -> String {
    var json = JSONWriter()
    json.object { json in
      json.string("time", time)
      json.string("level", event.level.rawValue)
      json.string("event", event.name)
      for detail in event.details { json.string(detail.name, detail.value) }
    }
    let lines = String(decoding: json.bytes, as: UTF8.self).split(separator: "\n")
    return lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  private static func text(_ event: GatewayEvent, _ time: String) -> String {
    let details = event.details.map { detail in
      let value = EscapedText.line(detail.value)
      return " \(detail.name)=" + (value.contains(" ") || value.contains("\"") ? "'\(value)'" : value)
    }
    return "\(time) \(event.level.rawValue) \(event.name)\(details.joined())"
  }
}
