/// What was read for a command that listens.
package protocol ListeningDraft: Sendable {
  /// What the listener accepts at most.
  var listener: ListeningLimits { get set }

  /// Seconds for a head to arrive, wherever that is needed.
  var headSeconds: Int { get set }

  /// What the log has.
  var log: LogSettings { get set }
}

/// The settings that all commands have that listen.
enum SharedSettings {
  /// The limits of the listener.
  static func limits<Draft: ListeningDraft>(_ initial: Draft) -> [Setting<Draft>] {
    [
      Setting(
        "limits.head_bytes", .integer("BYTES", 1_024...(1 << 20)), \.listener.headBytes, of: initial,
        help: "Bytes of the head of a request at most, as it comes over the network"),
      Setting(
        "limits.head_seconds", .integer("SECONDS", 1...300), \.headSeconds, of: initial,
        help: "Seconds for a head to arrive"),
      Setting(
        "limits.request_seconds", .integer("SECONDS", 1...86_400), \.listener.requestSeconds,
        of: initial, help: "Seconds for a whole request to arrive, from its head on"),
      Setting(
        "limits.idle_seconds", .integer("SECONDS", 1...86_400), \.listener.idleSeconds, of: initial,
        help: "Seconds in which a connection must move a byte"),
      Setting(
        "limits.connect_seconds", .integer("SECONDS", 1...300), \.listener.connectSeconds, of: initial,
        help: "Seconds for a connection to the one that answers"),
      Setting(
        "limits.answer_seconds", .integer("SECONDS", 1...86_400), \.listener.answerSeconds, of: initial,
        help: "Seconds for the head of an answer, from the end of the request on"),
      Setting(
        "limits.silence_seconds", .integer("SECONDS", 1...86_400), \.listener.silenceSeconds, of: initial,
        help: "Seconds for which an answer that has begun may be silent, as a stream of events is"),
      Setting(
        "limits.connections", .integer("N", 1...1_000_000), \.listener.connections, of: initial,
        help: "Connections at once"),
      Setting(
        "limits.connections_per_address", .integer("N", 1...1_000_000),
        \.listener.connectionsPerAddress,
        help: "Connections of one address at once; no limit unless given: behind a hop, all clients have its address"),
    ]
  }

  /// The settings of the log.
  static func log<Draft: ListeningDraft>(_ initial: Draft) -> [Setting<Draft>] {
    [
      Setting(
        "log.level", flag: "log-level", .choice("LEVEL"), \.log.level, of: initial, help: "How much is logged"),
      Setting(
        "log.format", flag: "log-format", .choice("FORMAT"), \.log.format, of: initial,
        help: "How a line of the log looks"),
    ]
  }
}
