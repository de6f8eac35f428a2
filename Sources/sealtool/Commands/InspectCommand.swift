internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Shows what anyone can see of a message, or all of it with a key.
struct InspectCommand: ToolCommand {
  private let file: String?
  private let key: String?
  private let passphraseFile: String?
  private let issuer: Issuer?
  private let exchange: String?
  private let showsJSON: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    file = arguments.operands.first
    key = arguments.value(.key)
    passphraseFile = arguments.value(.passphraseFile)
    issuer = try arguments.anyIssuer()
    exchange = arguments.value(.exchange)
    showsJSON = arguments.has(.json)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    var input = MessageInput(try files.input(file))
    var bytes: [UInt8] = []
    try input.readAll(into: &bytes, limit: OpeningArguments.wholeLimit, remedy: "inspect the start of it: head -c")
    let access = try access(to: bytes, input.name, files)
    let message = bytes.withSpan { MessageInspector($0, access: access) }
    let hasAccess = if case .none = access { false } else { true }
    let inspection = Inspection(message: message, total: bytes.count, hasAccess: hasAccess)
    try terminal.text(showsJSON ? InspectionJSON.text(inspection) : InspectionText(inspection).text)
    if let problem = inspection.message.problem {
      let place = problem.record.map { "record \($0): " } ?? ""
      throw .refused(
        problem: "\(input.name) is not right: \(place)\(problem.error.diagnosis)", remedy: problem.error.remedy)
    }
  }

  private func access(
    to message: [UInt8], _ name: String, _ files: Files
  ) throws(ToolError) -> MessageInspector.Access {
    let kind = MessageStart.kind(message)
    if let exchange {
      let opened = try files.exchange(exchange)
      guard kind?.isReply ?? true else {
        throw .refused(
          problem: "\(name) is no response, and only those open with an exchange", remedy: "use -k KEYFILE")
      }
      return .exchange(opened)
    }
    guard let key else { return .none }
    let privateKey = try files.encryptionKey(key, passphraseFile: passphraseFile)
    let issuer = try MessageStart.issuer(issuer, for: kind, name)
    return .keys(try KeyRing(of: privateKey, issuer: issuer, key))
  }
}
