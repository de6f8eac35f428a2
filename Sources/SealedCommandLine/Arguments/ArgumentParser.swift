/// What a command line asks for.
enum Invocation: Sendable {
  /// Run a command.
  case run(ParsedArguments)

  /// Show the help of a command, a group, or (with no words) the tool.
  case help([String])

  /// Show the version.
  case version
}

/// Turns the words of a command line into an invocation, or says what is wrong with them.
struct ArgumentParser {
  /// The commands there are.
  let table: CommandTable

  /// Parses the words after the tool's own name.
  func parse(_ words: [String]) throws(UsageError) -> Invocation {
    guard let first = words.first else { throw .noCommand }
    if first == OptionName.version.typed {
      guard words.count == 1 else { throw .unexpectedOperand(words[1], command: first) }
      return .version
    }
    let path = table.longestPath(in: words)
    guard let command = table.command(at: path) else {
      return try parseWithoutCommand(path: path, next: words.dropFirst(path.count).first)
    }
    var reader = ArgumentReader(command: command, words: words.dropFirst(path.count))
    guard try reader.readAll() else { return .help(path) }
    if let word = reader.operands.first, command.operand == nil, table.command(at: path + [word]) != nil {
      throw .misplacedCommand((path + [word]).joined(separator: " "))
    }
    try reader.check()
    return .run(ParsedArguments(table: table, command: command, values: reader.values, operands: reader.operands))
  }

  /// A group or nothing was named: only a request for help is in order.
  private func parseWithoutCommand(path: [String], next: String?) throws(UsageError) -> Invocation {
    let name = path.joined(separator: " ")
    let children = table.children(of: path).map(\.name)
    guard let next else { throw .incompleteCommand(name, choices: children) }
    if next == OptionName.help.typed || next == "-h" { return .help(path) }
    if next.hasPrefix("-") {
      guard path.isEmpty else { throw .incompleteCommand(name, choices: children) }
      throw .optionBeforeCommand(String(next.prefix { $0 != "=" }))
    }
    let nearest = NearestName.find(next, among: children)
    throw .unknownCommand(
      (path + [next]).joined(separator: " "), nearest: nearest.map { (path + [$0]).joined(separator: " ") })
  }
}
