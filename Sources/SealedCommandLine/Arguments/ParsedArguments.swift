/// A command line that fits its command: nothing unknown, nothing required missing.
package struct ParsedArguments: Sendable {
  /// All commands of the tool.
  package let table: CommandTable

  /// The command.
  package let command: CommandSpec

  /// The values of each option that was given.
  private let values: [OptionName: [String]]

  /// The words that are not options.
  package let operands: [String]

  /// Keeps what the parser found.
  init(table: CommandTable, command: CommandSpec, values: [OptionName: [String]], operands: [String]) {
    self.table = table
    self.command = command
    self.values = values
    self.operands = operands
  }

  /// Whether the option was given.
  package func has(_ name: OptionName) -> Bool { values[name] != nil }

  /// The value of an option, if it was given.
  package func value(_ name: OptionName) -> String? { values[name]?.first }

  /// All values of a repeatable option, in order.
  package func values(_ name: OptionName) -> [String] { values[name] ?? [] }

  /// The value of a required option.
  package func required(_ name: OptionName) throws(UsageError) -> String {
    guard let value = value(name) else { throw .missingOption(name.typed, command: command.name) }
    return value
  }

  /// The one operand of a command that requires it.
  package func requiredOperand() throws(UsageError) -> String {
    guard let word = operands.first else {
      throw .missingOperand(command.operand?.name ?? "a word", command: command.name)
    }
    return word
  }
}

extension ParsedArguments {
  /// The value as one of its words, if the option was given.
  package func choice<Choice: WordChoice>(_ name: OptionName, _ type: Choice.Type) throws(UsageError) -> Choice? {
    guard let word = value(name) else { return nil }
    return try Self.parse(word, of: name.typed)
  }

  /// The one operand as one of its words.
  package func choiceOperand<Choice: WordChoice>(_ type: Choice.Type) throws(UsageError) -> Choice {
    try Self.parse(requiredOperand(), of: command.operand?.name ?? "the operand")
  }

  /// The value as a whole number within a range, if the option was given.
  package func integer(_ name: OptionName, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let word = value(name) else { return nil }
    guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word), range.contains(number) else {
      let most = range.upperBound == .max ? "" : " to \(range.upperBound)"
      let from = range.upperBound == .max ? " or more" : ""
      throw .invalidValue(of: name.typed, value: word, expected: "a whole number, \(range.lowerBound)\(from)\(most)")
    }
    return number
  }

  /// What `--padding` says; the standard if it was not given.
  package func padding() throws(UsageError) -> PaddingChoice {
    switch value(.padding) {
    case nil, "standard": return .standard
    case "none": return .none
    case let word?:
      guard word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(word), number > 0 else {
        throw .invalidValue(
          of: OptionName.padding.typed, value: word, expected: "standard, none, or a number of bytes")
      }
      return .multiple(of: number)
    }
  }

  /// Every `--header`, split into name and value.
  package func headers() throws(UsageError) -> [HeaderArgument] {
    var headers: [HeaderArgument] = []
    for text in values(.header) {
      guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.utf8.startIndex else {
        throw .invalidValue(of: OptionName.header.typed, value: text, expected: "the form 'name: value'")
      }
      let value = text[text.utf8.index(after: colon)...]
      let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
      let trimmed = value.drop(while: blank).reversed().drop(while: blank).reversed()
      headers.append(HeaderArgument(name: String(text[..<colon]), value: String(trimmed)))
    }
    return headers
  }

  private static func parse<Choice: WordChoice>(_ word: String, of name: String) throws(UsageError) -> Choice {
    guard let choice = Choice(rawValue: word) else {
      throw .invalidValue(of: name, value: word, expected: Choice.words.joined(separator: " or "))
    }
    return choice
  }
}
