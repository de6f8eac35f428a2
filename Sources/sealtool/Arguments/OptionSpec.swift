/// What a value can be; the parser, the help and the completions all read this.
enum ValueKind: Sendable, Equatable {
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
struct OptionSpec: Sendable {
  /// The long name.
  let name: OptionName

  /// The letter after a single dash, if there is one.
  var short: Character?

  /// What the help calls the value; an option without one is a flag.
  var valueName: String?

  /// What the value can be.
  var kind = ValueKind.text

  /// One or two sentences without a full stop at the end.
  let help: String

  /// Whether it can be given more than once.
  var isRepeatable = false

  /// Whether the command refuses to run without it.
  var isRequired = false

  /// The form that usage lines show: the letter if there is one.
  var briefName: String { short.map { "-\($0)" } ?? name.typed }

  /// The same option, required.
  var required: OptionSpec {
    var copy = self
    copy.isRequired = true
    return copy
  }
}

/// The words after the options.
struct OperandSpec: Sendable {
  /// How many there can be.
  enum Count: Sendable { case one, optional, oneOrMore, any }

  /// What the help calls them.
  let name: String

  /// What each can be.
  var kind = ValueKind.text

  /// How many there can be.
  var count = Count.one

  /// One sentence without a full stop.
  let help: String

  /// The most that can be given; nil where there is no end.
  var most: Int? { count == .one || count == .optional ? 1 : nil }

  /// Whether at least one must be given.
  var isRequired: Bool { count == .one || count == .oneOrMore }
}

/// A condition between options that no single option can state.
enum OptionRule: Sendable {
  /// At most one of these can be given.
  case exclusive([OptionName])

  /// The first makes sense only together with the second.
  case needs(OptionName, OptionName)
}
