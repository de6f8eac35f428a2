/// The command line tool: picks the command, prints what went wrong, and sets the exit status.
@main
struct SealTool {
  static func main() {
    Process.prepare()
    let terminal = Terminal()
    let status = run(Array(CommandLine.arguments.dropFirst()), terminal: terminal)
    Process.exit(status)
  }

  /// Runs one command line and says how the process should end.
  static func run(_ words: [String], terminal: Terminal) -> ExitStatus {
    do throws(ToolError) {
      try perform(words, terminal: terminal)
      return .done
    } catch {
      terminal.report(error)
      return error.status
    }
  }

  private static func perform(_ words: [String], terminal: Terminal) throws(ToolError) {
    let table = CommandTable.sealtool
    switch try ToolError.usage({ () throws(UsageError) in try ArgumentParser(table: table).parse(words) }) {
    case .version:
      try terminal.line("sealtool \(Version.number)")
    case .help(let path):
      try terminal.text(HelpText(table: table).page(for: path))
    case .run(let arguments):
      let command = try ToolError.usage { () throws(UsageError) in try arguments.command.type.init(arguments) }
      try command.run(terminal: terminal, files: Files(terminal: terminal))
    }
  }
}
