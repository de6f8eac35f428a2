internal import SealedCommandLine
internal import SealedGateway
internal import SealedPayload

/// Checks a configuration file.
struct CheckConfigCommand: ToolCommand {
  private let path: String?
  private let showsJSON: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    showsJSON = arguments.has(.json)
    if arguments.has(.schema) {
      if let extra = arguments.operands.first {
        throw .unexpectedOperand(extra, command: "\(arguments.command.name) --schema")
      }
      path = nil
    } else {
      path = try arguments.requiredOperand()
    }
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    guard let path else {
      return try terminal.text(String(decoding: ConfigurationSections.schema, as: UTF8.self))
    }
    let input = try files.input(path)
    let bytes = try input.readAll(limit: ConfigurationFile.maximumByteCount, remedy: "name a configuration file")
    let mistakes = ConfigurationSections.mistakes(in: bytes)
    if showsJSON { try terminal.text(Self.json(input.name, mistakes)) }
    guard mistakes.isEmpty else { throw .configuration(mistakes, in: input.name) }
  }

  private static func json(_ file: String, _ mistakes: [ConfigurationMistake]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.string("file", file)
      json.bool("right", mistakes.isEmpty)
      json.array("mistakes") { json in
        for mistake in mistakes { json.elementObject { json in json.mistake(mistake) } }
      }
    }
    return String(decoding: json.text(), as: UTF8.self)
  }
}

extension JSONWriter {
  fileprivate mutating func mistake(_ mistake: ConfigurationMistake) {
    if case .line(let line) = mistake.place { integer("line", line) } else { null("line") }
    string("setting", mistake.setting)
    string("problem", mistake.problem)
    string("remedy", mistake.remedy)
  }
}
