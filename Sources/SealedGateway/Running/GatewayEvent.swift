/// Something that a log may have: no payload, no field of a message, no key.
package struct GatewayEvent: Sendable, Equatable {
  /// How much it matters.
  package let level: LogSettings.Level

  /// What happened: lower-case letters and hyphens.
  package let name: String

  /// More about it, by name.
  package let details: [Detail]

  /// A name and a value.
  package struct Detail: Sendable, Equatable {
    /// Lower-case letters and underscores.
    package let name: String
    /// The value, which may come from somebody else.
    package let value: String
  }

  package init(_ level: LogSettings.Level, _ name: String, _ details: KeyValuePairs<String, String?> = [:]) {
    (self.level, self.name) = (level, name)
    self.details = details.compactMap { detail in
      detail.value.map { Detail(name: detail.key, value: $0) }
    }
  }
}

extension LogSettings.Level {
  /// Whether a log of this level has events of another.
  package func includes(_ other: LogSettings.Level) -> Bool {
    let levels = Self.allCases
    return (levels.firstIndex(of: other) ?? 0) <= (levels.firstIndex(of: self) ?? 0)
  }
}
