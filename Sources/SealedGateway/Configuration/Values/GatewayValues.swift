/// What a hop before the gateway does to paths: it puts one beginning in another's place.
package struct OuterPrefix: Sendable, Hashable, CustomStringConvertible {
  /// How paths begin when they arrive.
  package let outer: String

  /// How they began at the client.
  package let inner: String

  /// The form in which a flag has it.
  package var description: String { "\(outer)=\(inner)" }

  /// A path and query, as it was at the client; one that does not begin so stays as it is.
  package func undone(_ target: String) -> String {
    guard target.hasPrefix(outer) else { return target }
    let rest = target.dropFirst(outer.count)
    guard outer.hasSuffix("/") || rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") else { return target }
    let joined = inner.hasSuffix("/") && rest.hasPrefix("/") ? inner + rest.dropFirst() : inner + rest
    return joined.hasPrefix("/") ? joined : "/" + joined
  }
}

/// What a command that listens accepts at most, and how long it waits.
package struct ListeningLimits: Sendable, Hashable {
  /// Bytes of the head of a request as it comes over the network.
  package var headBytes = 16 << 10
  /// Seconds for a head to arrive.
  package var headSeconds = 10
  /// Seconds for a whole request to arrive.
  package var requestSeconds = 1_800
  /// Seconds in which a connection must move a byte.
  package var idleSeconds = 60
  /// Seconds for a connection to whoever answers.
  package var connectSeconds = 10
  /// Seconds for the head of the answer, from the end of the request.
  package var answerSeconds = 60
  /// Seconds for which an answer that has begun may be silent, as a stream of events is.
  package var silenceSeconds = 3_600
  /// Connections at once.
  package var connections = 4_096
  /// Connections at once of one address; nil for no limit.
  package var connectionsPerAddress: Int?
}

/// What the log has.
package struct LogSettings: Sendable, Hashable {
  /// How much.
  package enum Level: String, Sendable, CaseIterable { case error, warning, info, debug }

  /// In what form.
  package enum Format: String, Sendable, CaseIterable { case json, text }

  /// How much.
  package var level = Level.info
  /// In what form.
  package var format = Format.json
}
