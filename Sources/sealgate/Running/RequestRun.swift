internal import SealedCommandLine
internal import SealedHTTP
internal import SealedPayload

/// One sealed request, and where its answer goes.
struct RequestRun {
  /// Seals and opens.
  let client: SealedClient

  /// What hops saw.
  let transport: WatchedTransport?

  /// The request.
  let request: RequestMessage

  /// Seconds to wait at most.
  let seconds: Int

  /// What to show, and where.
  let output: RequestOutput

  /// Sends the request and shows the answer.
  func perform(terminal: Terminal, files: Files) throws(ToolError) {
    var file = try files.output(output.path, .body, release: output.isStreamed ? .streaming : .whole)
    let response: SealedResponse
    do throws(ClientError) { response = try send() } catch {
      show(nil, terminal)
      throw .refused(problem: "\(request.head.authority): \(error.problem)", remedy: Self.remedy(error))
    }
    show(response.head, terminal)
    if output.failsOnError, response.status >= 400 {
      response.body.cancel()
      throw .refused(problem: "the answer has status \(response.status)", remedy: "leave out -f to see its body")
    }
    if output.showsHead { try file.write(Self.head(response.head).span) }
    try copy(response.body, to: &file)
    try file.commit()
  }

  private func send() throws(ClientError) -> SealedResponse {
    let result = Blocking.run(seconds: seconds) { [client, request] () async -> Result<SealedResponse, ClientError> in
      do throws(ClientError) { return .success(try await client.send(request)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Writes each piece as it comes; a file appears only once the body is whole and authentic.
  private func copy(_ body: MessageBody, to file: inout OutputFile) throws(ToolError) {
    let stream: any BodyStream
    do { stream = try body.open() } catch { throw broken(error) }
    while true {
      let piece = Blocking.run(seconds: seconds) { () async -> Result<[UInt8]?, any Error> in
        do { return .success(try await stream.next()) } catch { return .failure(error) }
      }
      switch piece {
      case .success(nil): return
      case .success(let bytes?): try file.write(bytes.span)
      case .failure(let error): throw broken(error)
      }
    }
  }

  private func show(_ response: ResponseHead?, _ terminal: Terminal) {
    guard output.isVerbose else { return }
    let report = ExchangeReport(
      request: request.head, requestByteCount: request.body.length ?? 0, response: response)
    for line in report.lines(transport?.passages ?? []) { terminal.note(line) }
  }

  private static func head(_ head: ResponseHead) -> [UInt8] {
    var text = "HTTP/1.1 \(head.status)\r\n"
    for field in head.fields { text += "\(field.name): \(field.value)\r\n" }
    return Array((text + "\r\n").utf8)
  }

  private func broken(_ error: any Error) -> ToolError {
    let problem = (error as? ClientError)?.problem ?? "\(error)"
    let printed = output.isStreamed ? "what was printed is authentic, and not all; " : ""
    return .refused(
      problem: "\(request.head.authority): \(problem)",
      remedy: "\(printed)the API has answered: ask it \(Self.caution)")
  }

  private static func remedy(_ error: ClientError) -> String {
    switch error.failure {
    case .keys(.refused): "check --pin, or ask the API's operator for its key"
    case .keys(.unreachable): "check the URL, the network and --connect"
    case .refused(let verdict, _) where verdict.reason == "proof-required": "sign it, with -s KEYFILE"
    case .invalidRequest: "mend the request"
    default: error.mayHaveTakenEffect ? "ask the API \(caution)" : "it may be sent again"
    }
  }

  private static let caution = "before you send again what must not happen twice"
}

/// What `request` shows, and where.
struct RequestOutput {
  /// The file; nil for standard output.
  let path: String?

  /// Whether the head of the answer comes before its body.
  let showsHead: Bool

  /// Whether what hops saw is shown.
  let isVerbose: Bool

  /// Whether each part of the body is printed as it comes.
  let isStreamed: Bool

  /// Whether a status of 400 or more is a failure.
  let failsOnError: Bool

  init(_ arguments: ParsedArguments) {
    path = arguments.value(.output)
    showsHead = arguments.has(.include)
    isVerbose = arguments.has(.verbose)
    isStreamed = arguments.has(.stream)
    failsOnError = arguments.has(.fail)
  }
}
