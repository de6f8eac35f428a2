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

/// What a listener accepts at most.
package struct ListenerLimits: Sendable, Hashable {
  /// Bytes of the head of a request as it comes over the network.
  package var headBytes = 32 << 10
  /// Seconds for a head to arrive.
  package var headSeconds = 10
  /// Seconds for a whole request to be answered, up to the head of the answer.
  package var requestSeconds = 60
  /// Seconds in which a connection must move a byte.
  package var idleSeconds = 60
  /// Connections at once.
  package var connections = 1024
  /// Connections at once of one address.
  package var connectionsPerAddress = 64
}

/// How keys are replaced.
package struct RotationSettings: Sendable, Hashable {
  /// Whether somebody else makes and retires keys, as with `sealtool keys`.
  package var isManual = false
  /// Seconds for which clients use a key.
  package var keyLifeSeconds = 86_400
  /// Seconds for which a key still opens messages after its life.
  package var graceSeconds = 3_600
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
