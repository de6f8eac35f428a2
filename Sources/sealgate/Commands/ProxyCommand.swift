internal import SealedCommandLine
internal import SealedGateway

/// Runs `proxy`.
struct ProxyCommand: ToolCommand {
  private let source: ConfigurationSource<ProxyDraft, ProxyConfiguration>

  init(_ arguments: ParsedArguments) throws(UsageError) {
    source = try ConfigurationSource(arguments, ProxySettings.table)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    _ = try source.read(files)
  }
}
