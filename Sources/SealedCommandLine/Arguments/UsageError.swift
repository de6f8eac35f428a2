/// What can be wrong with a command line.
package enum UsageError: Error, Equatable {
  /// Nothing at all was typed.
  case noCommand

  /// No command starts like this.
  case unknownCommand(String, nearest: String?)

  /// A group was named, but none of its commands.
  case incompleteCommand(String, choices: [String])

  /// An option came first.
  case optionBeforeCommand(String)

  /// The command has no such option.
  case unknownOption(String, command: String, nearest: String?)

  /// The option is last, or an option follows it.
  case missingValue(option: String, valueName: String)

  /// A flag was given a value.
  case unexpectedValue(option: String)

  /// A value of no characters.
  case emptyValue(option: String)

  /// A value that the option or operand cannot take.
  case invalidValue(of: String, value: String, expected: String)

  /// A value that is refused for a reason; the value itself may be secret and is not shown.
  case unusable(String, problem: String, remedy: String)

  /// An option that can be given once was given again.
  case duplicate(option: String)

  /// A required option is missing.
  case missingOption(String, command: String)

  /// Two options that exclude each other.
  case exclusive(String, String)

  /// An option without the one it belongs to.
  case needs(String, String)

  /// A required word is missing.
  case missingOperand(String, command: String)

  /// A word too many.
  case unexpectedOperand(String, command: String)

  /// The second word of a command came after options.
  case misplacedCommand(String)
}

extension UsageError {
  /// What is wrong, in one line.
  package var problem: String {
    switch self {
    case .noCommand: "no command given"
    case .unknownCommand(let name, _): "unknown command '\(name)'"
    case .incompleteCommand(let name, _): "'\(name)' is not a whole command"
    case .optionBeforeCommand(let option): "option \(option) stands before the command"
    case .unknownOption(let option, let command, _): "'\(command)' has no option \(option)"
    case .missingValue(let option, let valueName): "option \(option) needs a value, \(valueName)"
    case .unexpectedValue(let option): "option \(option) takes no value"
    case .emptyValue(let option): "the value of \(option) is empty"
    case .invalidValue(let name, let value, _): "'\(value)' is not a valid value of \(name)"
    case .unusable(let name, let problem, _): "the value of \(name) is refused: \(problem)"
    case .duplicate(let option): "option \(option) is given more than once"
    case .missingOption(let option, let command): "'\(command)' needs the option \(option)"
    case .exclusive(let one, let other): "options \(one) and \(other) exclude each other"
    case .needs(let option, let other): "option \(option) makes sense only with \(other)"
    case .missingOperand(let name, let command): "'\(command)' needs \(name)"
    case .unexpectedOperand(let word, let command): "'\(command)' does not take '\(word)'"
    case .misplacedCommand(let command): "the whole command '\(command)' must stand before its options"
    }
  }

  /// What to type instead, in a tool of this name.
  package func remedy(in tool: String) -> String {
    switch self {
    case .noCommand: "run '\(tool) help'"
    case .unknownCommand(_, let nearest): nearest.map { "did you mean '\($0)'?" } ?? "run '\(tool) help'"
    case .incompleteCommand(let name, let choices): "add one of \(choices.joined(separator: ", ")) after '\(name)'"
    case .optionBeforeCommand: "write the command first"
    case .unknownOption(_, let command, let nearest):
      nearest.map { "did you mean \($0)?" } ?? "run '\(tool) help \(command)'"
    case .missingValue(let option, let valueName):
      option.hasPrefix("--")
        ? "write \(option)=\(valueName), also where the value starts with a dash"
        : "write \(option)\(valueName) in one word where the value starts with a dash"
    case .unexpectedValue(let option): "write \(option) alone"
    case .duplicate(let option): "give \(option) once"
    case .emptyValue: "give a value, or leave the option out"
    case .invalidValue(_, _, let expected): "use \(expected)"
    case .unusable(_, _, let remedy): remedy
    case .missingOption(_, let command), .missingOperand(_, let command), .unexpectedOperand(_, let command):
      "run '\(tool) help \(command)'"
    case .exclusive: "leave one of them out"
    case .needs(let option, let other): "add \(other), or leave \(option) out"
    case .misplacedCommand(let command): "write '\(tool) \(command) ...'"
    }
  }
}
