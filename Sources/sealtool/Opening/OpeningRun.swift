internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Reads a message, opens it, and writes its body: once all of it is authentic, or, streamed, part by part.
struct OpeningRun: ~Copyable {
  private let arguments: OpeningArguments
  private let terminal: Terminal
  private var input: MessageInput
  private var outputs: OpeningOutputs
  private let answering: Exchange?

  /// What the message has besides its body: prelude, commitment, head.
  private static let headLimit = 128 << 10

  /// Takes the open files; `answering` is what opens a response.
  init(
    _ arguments: OpeningArguments, from input: consuming MessageInput, to outputs: consuming OpeningOutputs,
    answering: Exchange? = nil, terminal: Terminal
  ) {
    self.arguments = arguments
    self.input = input
    self.outputs = outputs
    self.answering = answering
    self.terminal = terminal
  }

  /// Does the work; `start` is what was read of the message before.
  consuming func run(_ opener: MessageOpener, start: consuming [UInt8] = []) throws(ToolError) {
    let opened: (Opened, bodyCount: Int)
    if arguments.isStreamed {
      switch opener {
      case .payload(let opener): opened = try stream(opener.stream(), &start)
      case .request(let opener): opened = try stream(opener.stream(), &start)
      case .response(let opener): opened = try stream(opener.stream(), &start)
      case .logged: opened = try openWhole(opener, &start)
      }
    } else {
      opened = try openWhole(opener, &start)
    }
    let (showsJSON, terminal) = (arguments.showsJSON, terminal)
    if let verdict = opened.0.verdict {
      if showsJSON { terminal.messageText(OpenedReport(opened.0, bodyCount: opened.bodyCount).json) }
      throw .verdict(verdict)
    }
    try outputs.finish(opened.0, answering: answering)
    if showsJSON { terminal.messageText(OpenedReport(opened.0, bodyCount: opened.bodyCount).json) }
  }

  private mutating func openWhole(
    _ opener: MessageOpener, _ message: inout [UInt8]
  ) throws(ToolError) -> (Opened, bodyCount: Int) {
    let (limit, overflow) = arguments.limit.addingReportingOverflow(Self.headLimit)
    try input.readAll(
      into: &message, limit: overflow ? .max : limit,
      remedy: "use --stream to open it piece by piece, or --limit to allow more memory")
    var body: [UInt8] = []
    let name = input.name
    let opened = try message.withSpan { (message) throws(ToolError) in
      try ToolError.opening(name) { () throws(OpenError) in try opener.open(message, into: &body) }
    }
    message = []
    try check(opened)
    if arguments.signer != nil, opened.verdict == nil, case .authenticated = opened.message.attribution {
      throw .refused(
        problem: "\(name) is signed, but the signature covers only its head, not its body",
        remedy: "add --stream to accept that, or have it sealed with a digest")
    }
    if opened.verdict == nil { try outputs.body.write(body.span) }
    return (opened, body.count)
  }

  private mutating func stream(
    _ stream: consuming some OpeningStream & ~Copyable, _ message: inout [UInt8]
  ) throws(ToolError) -> (Opened, bodyCount: Int) {
    let name = input.name
    var (body, count, isChecked) = ([UInt8](), 0, false)
    repeat {
      var failure: OpenError?
      do throws(OpenError) { try stream.receive(message.span, into: &body) } catch { failure = error }
      if !isChecked, let found = stream.found {
        try check(found)
        isChecked = true
      }
      // What is authentic before a failure is the user's: that is what streaming means.
      if isChecked { try outputs.body.write(body.span) }
      if let failure { throw .opening(name, failure) }
      count += body.count
      body.removeAll(keepingCapacity: true)
      message.removeAll(keepingCapacity: true)
    } while try input.read(into: &message)
    let opened: Opened
    do throws(OpenError) { opened = try stream.end() } catch { throw .opening(name, error) }
    return (opened, count)
  }

  /// Refuses what the command line asks to refuse, before anything is written.
  private func check(_ opened: Opened) throws(ToolError) {
    let signer = opened.message.signer
    if let wanted = arguments.signer, signer != wanted {
      let found = signer.map { "\(input.name) is signed by another key, \($0)" } ?? "\(input.name) is not signed"
      throw .refused(problem: found, remedy: "do not trust it, or check --signer")
    }
    guard opened.message.kind != .verdict else { return }
    if arguments.receipt != nil && signer == nil { throw .receipt(input.name, .unsigned) }
    if arguments.exchange != nil && answering == nil && opened.exchange == nil {
      throw .refused(problem: "\(input.name) is a payload, which nothing answers", remedy: "leave --exchange out")
    }
  }
}

extension ToolError {
  /// The server refused the request.
  static func verdict(_ verdict: Verdict) -> ToolError {
    let processed =
      switch verdict.processed {
      case .some(true): "it was processed"
      case .some(false): "it was not processed"
      case .none: "it may have been processed"
      }
    return .refused(
      problem: "the server refused the request: \(verdict.reason), status \(verdict.status); \(processed)",
      remedy: verdict.processed == false ? "seal it anew" : "find out what became of it before sending it again")
  }
}
