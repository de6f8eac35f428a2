internal import SealedCommandLine
internal import SealedPayload

/// Shows what is in a key directory.
struct KeysListCommand: ToolCommand {
  private let path: String
  private let showsJSON: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    path = try arguments.required(.directory)
    showsJSON = arguments.has(.json)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let now = Clock.now
    let store = try ToolError.store { () throws(KeyStoreError) in try KeyStore(opening: path) }
    let listing = try ToolError.store { () throws(KeyStoreError) in try store.list() }
    let report: KeyStoreReport
    do throws(KeyStoreError) {
      report = KeyStoreReport(listing, now: now, configuration: try store.configuration(at: now), problem: nil)
    } catch {
      report = KeyStoreReport(listing, now: now, configuration: nil, problem: error)
    }
    if showsJSON { return try terminal.text(report.json) }
    for line in report.lines { try terminal.line(line) }
  }
}
