/// The parts of a command's usage line, in order; help and man page set them each in their own type.
enum Synopsis {
  /// One part.
  enum Part {
    /// One option, required or not.
    case option(OptionSpec)

    /// Options of which at most one can be given.
    case oneOf([OptionSpec])

    /// The words after the options.
    case operand(OperandSpec)
  }

  /// The parts of the command's usage line: what is required comes first.
  static func parts(of command: CommandSpec) -> [Part] {
    let required = command.options.filter(\.isRequired).map(Part.option)
    var optional: [Part] = []
    for option in command.options where !option.isRequired {
      let rivals = command.rivals(of: option.name)
      guard !rivals.isEmpty else {
        optional.append(.option(option))
        continue
      }
      let group = [option] + rivals
      let first = command.options.first { candidate in group.contains { $0.name == candidate.name } }
      if first?.name == option.name { optional.append(.oneOf(group)) }
    }
    return required + optional + (command.operand.map { [.operand($0)] } ?? [])
  }

  /// How an operand is written: the words themselves where only those are accepted.
  static func placeholder(_ operand: OperandSpec) -> String {
    guard case .choice(let words) = operand.kind else { return operand.name }
    return words.joined(separator: "|")
  }
}
