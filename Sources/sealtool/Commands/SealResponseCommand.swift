internal import SealedCommandLine
internal import SealedPayload

/// Seals the response to a request that was opened before.
struct SealResponseCommand: ToolCommand {
  private let common: SealingArguments
  private let head: ResponseHead
  private let exchange: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try SealingArguments(arguments)
    guard let status = try arguments.integer(.status, in: 200...599) else {
      throw .missingOption(OptionName.status.typed, command: arguments.command.name)
    }
    head = ResponseHead(status: status, fields: try arguments.fields())
    exchange = try arguments.required(.exchange)
    try arguments.check(.response(head))
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let exchange = try files.exchange(exchange, role: .server)
    let options = try common.options(files)
    try common.run(ResponseJob(exchange: exchange, response: head, options: options), files: files)
  }
}
