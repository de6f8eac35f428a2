/// Makes a key pair.
struct KeygenCommand: ToolCommand {
  private let kind: KeyKind

  init(_ arguments: ParsedArguments) throws(UsageError) {
    kind = try arguments.choiceOperand(KeyKind.self)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    throw .notWired(command: "keygen")
  }
}
