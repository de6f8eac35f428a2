/// Reads the words after a command's name, one by one.
struct ArgumentReader {
  /// The command they belong to.
  let command: CommandSpec

  /// What is still to be read.
  private var words: ArraySlice<String>

  /// The values of each option; an option without a value has an empty one for each time it was given.
  private(set) var values: [OptionName: [String]] = [:]

  /// The words that are not options.
  private(set) var operands: [String] = []

  /// Starts at the word after the command's name.
  init(command: CommandSpec, words: ArraySlice<String>) {
    self.command = command
    self.words = words
  }

  /// Reads to the end, or returns false as soon as help is asked for.
  mutating func readAll() throws(UsageError) -> Bool {
    var onlyOperands = false
    while let word = words.popFirst() {
      if onlyOperands || word == "-" || !word.hasPrefix("-") {
        operands.append(word)
      } else if word == "--" {
        onlyOperands = true
      } else {
        try word.hasPrefix("--") ? readLong(word) : readShort(word)
      }
      if values[.help] != nil { return false }
    }
    return true
  }

  private mutating func readLong(_ word: String) throws(UsageError) {
    let typed = String(word.prefix { $0 != "=" })
    let attached = word.count > typed.count ? String(word.dropFirst(typed.count + 1)) : nil
    guard let option = command.allOptions.first(where: { $0.name.typed == typed }) else {
      let known = command.allOptions.map(\.name.typed)
      throw .unknownOption(typed, command: command.name, nearest: NearestName.find(typed, among: known))
    }
    try store(option, typed: typed, attached: attached)
  }

  private mutating func readShort(_ word: String) throws(UsageError) {
    let typed = String(word.prefix(2))
    let attached = word.count > 2 ? String(word.dropFirst(2)) : nil
    guard let option = command.allOptions.first(where: { $0.short.map { "-\($0)" } == typed }) else {
      // A long name after one dash is a common slip.
      let nearest = NearestName.find("-" + word, among: command.allOptions.map(\.name.typed))
      throw .unknownOption(typed, command: command.name, nearest: attached == nil ? nil : nearest)
    }
    try store(option, typed: typed, attached: attached)
  }

  private mutating func store(_ option: OptionSpec, typed: String, attached: String?) throws(UsageError) {
    guard option.isRepeatable || values[option.name] == nil else { throw .duplicate(option: typed) }
    guard let valueName = option.valueName else {
      guard attached == nil else { throw .unexpectedValue(option: typed) }
      values[option.name] = [""]
      return
    }
    let value = attached ?? nextValue()
    guard let value else { throw .missingValue(option: typed, valueName: valueName) }
    guard !value.isEmpty else { throw .emptyValue(option: typed) }
    try check(value, is: option.kind, of: typed)
    values[option.name, default: []].append(value)
  }

  /// The next word, unless it looks like an option: `-o --armor` is a forgotten name, not a file.
  private mutating func nextValue() -> String? {
    guard let next = words.first, next == "-" || !next.hasPrefix("-") else { return nil }
    return words.popFirst()
  }

  private func check(_ value: String, is kind: ValueKind, of name: String) throws(UsageError) {
    guard case .choice(let choices) = kind, !choices.contains(value) else { return }
    throw .invalidValue(of: name, value: value, expected: choices.joined(separator: " or "))
  }
}

extension ArgumentReader {
  /// Checks what can be told only at the end: what is missing, what is too much, what does not go together.
  func check() throws(UsageError) {
    for rule in command.rules { try check(rule) }
    for option in command.options where option.isRequired && values[option.name] == nil {
      throw .missingOption(option.name.typed, command: command.name)
    }
    guard let operand = command.operand else {
      if let extra = operands.first { throw .unexpectedOperand(extra, command: command.name) }
      return
    }
    if operand.isRequired && operands.isEmpty { throw .missingOperand(operand.name, command: command.name) }
    if let most = operand.most, operands.count > most {
      throw .unexpectedOperand(operands[most], command: command.name)
    }
    for word in operands {
      guard !word.isEmpty else { throw .emptyValue(option: operand.name) }
      try check(word, is: operand.kind, of: operand.name)
    }
  }

  private func check(_ rule: OptionRule) throws(UsageError) {
    switch rule {
    case .exclusive(let names):
      let given = names.filter { values[$0] != nil }
      if given.count > 1 { throw .exclusive(given[0].typed, given[1].typed) }
    case .needs(let name, let other):
      if values[name] != nil && values[other] == nil { throw .needs(name.typed, other.typed) }
    }
  }
}
