internal import SealedCommandLine
internal import SealedGateway

/// Runs `serve`.
struct ServeCommand: ToolCommand {
  private let source: ConfigurationSource<ServeDraft, ServeConfiguration>

  init(_ arguments: ParsedArguments) throws(UsageError) {
    source = try ConfigurationSource(arguments, ServeSettings.table)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    _ = try source.read(files)
  }
}
