internal import SealedCommandLine
internal import SealedPayload

/// Opens the response to a request sealed before.
struct OpenResponseCommand: ToolCommand {
  private let common: OpeningArguments
  private let exchange: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    common = try OpeningArguments(arguments, exchange: nil)
    exchange = try arguments.required(.exchange)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let exchange = try files.exchange(exchange, role: .client)
    let input = try common.openInput(files)
    let outputs = try common.openOutputs(files)
    // Who may sign is checked here and not by the opener, so that the error can tell who did.
    let opener = try ToolError.sealing { () throws(SealError) in
      try ResponseOpener(exchange, signers: .anyoneUnverified, options: common.options)
    }
    try OpeningRun(common, from: input, to: outputs, answering: exchange, terminal: terminal).run(.response(opener))
  }
}
