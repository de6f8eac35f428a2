/// What a value can be; the parser, the help and the completions all read this.
package enum ValueKind: Sendable, Equatable {
  /// Any text; nothing to complete.
  case text

  /// The name of a file.
  case file

  /// One of these words and nothing else.
  case choice([String])

  /// Usually one of these words; other text is accepted.
  case suggestion([String])

  /// The name of a command.
  case command
}

/// One option of a command.
package struct OptionSpec: Sendable {
  /// The long name.
  package let name: OptionName

  /// The letter after a single dash, if there is one.
  package var short: Character?

  /// What the help calls the value; an option without one is a flag.
  package var valueName: String?

  /// What the value can be.
  package var kind: ValueKind

  /// One or two sentences without a full stop at the end.
  package let help: String

  /// Whether it can be given more than once.
  package var isRepeatable: Bool

  /// Whether the command refuses to run without it.
  package var isRequired: Bool

  /// Describes an option.
  package init(
    name: OptionName, short: Character? = nil, valueName: String? = nil, kind: ValueKind = .text, help: String,
    isRepeatable: Bool = false, isRequired: Bool = false
  ) {
    (self.name, self.short, self.valueName, self.kind) = (name, short, valueName, kind)
    (self.help, self.isRepeatable, self.isRequired) = (help, isRepeatable, isRequired)
  }

  /// `--help`, which every command has.
  package static let help = OptionSpec(name: .help, short: "h", help: "Show this help")

  /// The form that usage lines show: the letter if there is one.
  package var briefName: String { short.map { "-\($0)" } ?? name.typed }

  /// The same option, required.
  package var required: OptionSpec {
    var copy = self
    copy.isRequired = true
    return copy
  }
}

/// The words after the options.
package struct OperandSpec: Sendable {
  /// How many there can be.
  package enum Count: Sendable { case one, optional, oneOrMore, any }

  /// What the help calls them.
  package let name: String

  /// What each can be.
  package var kind: ValueKind

  /// How many there can be.
  package var count: Count

  /// One sentence without a full stop.
  package let help: String

  /// Describes operands.
  package init(name: String, kind: ValueKind = .text, count: Count = .one, help: String) {
    (self.name, self.kind, self.count, self.help) = (name, kind, count, help)
  }

  /// The most that can be given; nil where there is no end.
  package var most: Int? { count == .one || count == .optional ? 1 : nil }

  /// Whether at least one must be given.
  package var isRequired: Bool { count == .one || count == .oneOrMore }
}

/// A condition between options that no single option can state.
package enum OptionRule: Sendable {
  /// At most one of these can be given.
  case exclusive([OptionName])

  /// The first makes sense only together with the second.
  case needs(OptionName, OptionName)
}
