/// A command line tool: picks the command, prints what went wrong, and sets the exit status.
package struct CommandLineTool: Sendable {
  private let table: CommandTable

  /// The tool of these commands.
  package init(_ table: CommandTable) { self.table = table }

  /// Runs the command line of the process, and ends the process.
  package func main() -> Never {
    Process.prepare()
    let terminal = Terminal(tool: table.tool.name)
    let status = run(Array(CommandLine.arguments.dropFirst()), terminal: terminal)
    Process.exit(status)
  }

  /// Runs one command line and says how the process should end.
  package func run(_ words: [String], terminal: Terminal) -> ExitStatus {
    do throws(ToolError) {
      try perform(words, terminal: terminal)
      return .done
    } catch {
      terminal.report(error)
      return error.status
    }
  }

  private func perform(_ words: [String], terminal: Terminal) throws(ToolError) {
    switch try ToolError.usage({ () throws(UsageError) in try ArgumentParser(table: table).parse(words) }) {
    case .version:
      try terminal.line("\(table.tool.name) \(Version.number)")
    case .help(let path):
      try terminal.text(HelpText(table: table).page(for: path))
    case .run(let arguments):
      let command = try ToolError.usage { () throws(UsageError) in try arguments.command.type.init(arguments) }
      try command.run(terminal: terminal, files: Files(terminal: terminal))
    }
  }
}
