/// Shows the help of a command, or prints the man page.
struct HelpCommand: ToolCommand {
  private let text: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let table = arguments.table
    let path = table.longestPath(in: arguments.operands)
    if arguments.has(.man) {
      if let extra = arguments.operands.first { throw .unexpectedOperand(extra, command: "help --man") }
      text = ManualPage(table: table).source
      return
    }
    if path.count < arguments.operands.count {
      let next = arguments.operands[path.count]
      // `help keygen encryption` is about keygen.
      guard case .choice(let words)? = table.command(at: path)?.operand?.kind, words.contains(next) else {
        let nearest = NearestName.find(next, among: table.children(of: path).map(\.name))
        throw .unknownCommand(
          arguments.operands.joined(separator: " "), nearest: nearest.map { (path + [$0]).joined(separator: " ") })
      }
    }
    text = HelpText(table: table).page(for: path)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    try terminal.text(text)
  }
}
