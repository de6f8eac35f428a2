internal import SealedCommandLine
internal import SealedGateway

/// Stands before an API until it is stopped.
struct ServeCommand: ToolCommand {
  private let source: ConfigurationSource<ServeDraft, ServeConfiguration>

  init(_ arguments: ParsedArguments) throws(UsageError) {
    source = try ConfigurationSource(arguments, ServeSettings.table)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let configuration = try source.read(files)
    let log = EventLog(configuration.log)
    let gateway = try ToolError.starting { () throws(StartError) in
      try Gateway(configuration) { log.log($0) }
    }
    let service = Service(
      reload: { [source] in
        guard let configuration = log.reading({ () throws(ToolError) in try source.readAgain() }) else { return }
        log.set(configuration.log)
        gateway.reload(configuration)
      }, stop: { await gateway.stop(within: Self.patience) })
    try service.run { () throws(ToolError) in
      let address = try ToolError.starting { () throws(StartError) in try gateway.start() }
      // After a clean stop it is the next second at most: not worth a word.
      let wait = gateway.readiness > Clock.now + 1 ? ", from \(Clock.text(gateway.readiness)) on" : ""
      let status = gateway.statusAddress.map { ", status on \($0)" } ?? ""
      try terminal.line("listening on \(address) for \(configuration.issuer), pin \(gateway.pin)\(status)\(wait)")
    }
  }

  /// How long what was begun may take to finish.
  static let patience = Duration.seconds(20)
}

extension ToolError {
  /// Runs a step of starting a command.
  static func starting<Value>(_ step: () throws(StartError) -> Value) throws(ToolError) -> Value {
    do throws(StartError) { return try step() } catch {
      throw .refused(problem: error.problem, remedy: error.remedy)
    }
  }
}

extension EventLog {
  /// Gives what is read, or logs why it can't be: then all stays as it is.
  func reading<Value>(_ step: () throws(ToolError) -> Value) -> Value? {
    do throws(ToolError) { return try step() } catch {
      var problems = [ToolError.Refusal(problem: error.problem, remedy: error.remedy(in: "sealgate"))]
      if case .refusals(let list) = error { problems = list }
      for problem in problems {
        log(GatewayEvent(.error, "reload-failed", ["problem": problem.problem, "remedy": problem.remedy]))
      }
      return nil
    }
  }
}
