internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// Shows what anyone can see of messages, or all of them with a key, an exchange or a key log.
struct InspectCommand: ToolCommand {
  private let messages: [String?]
  private let key: String?
  private let passphraseFile: String?
  private let issuer: Issuer?
  private let exchange: String?
  private let keyLog: String?
  private let showsJSON: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    messages = arguments.operands.isEmpty ? [nil] : arguments.operands
    key = arguments.value(.key)
    passphraseFile = arguments.value(.passphraseFile)
    issuer = try arguments.anyIssuer()
    exchange = arguments.value(.exchange)
    keyLog = arguments.value(.keyLog)
    showsJSON = arguments.has(.json)
    if key != nil || exchange != nil, arguments.operands.count > 1 {
      throw .unexpectedOperand(arguments.operands[1], command: "inspect")
    }
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    var log: KeyLogReader?
    if let keyLog { log = try files.keyLog(keyLog, terminal: terminal) }
    var inspections: [Inspection] = []
    for message in messages { inspections.append(try inspect(message, log, files)) }
    try terminal.text(showsJSON ? InspectionJSON.text(inspections) : InspectionText.text(inspections))
    for inspection in inspections { try check(inspection) }
  }

  private func inspect(_ file: String?, _ log: KeyLogReader?, _ files: Files) throws(ToolError) -> Inspection {
    var input = MessageInput(try files.input(file))
    var bytes: [UInt8] = []
    try input.readAll(into: &bytes, limit: OpeningArguments.wholeLimit, remedy: "inspect the start of it: head -c")
    var access = MessageInspector.Access.none
    if let log { access = .keyLog(log) } else { access = try self.access(to: bytes, input.name, files) }
    let message = bytes.withSpan { MessageInspector($0, access: access) }
    return Inspection(
      name: input.name, message: message, total: bytes.count, access: Inspection.Access(access, message))
  }

  private func check(_ inspection: Inspection) throws(ToolError) {
    if let problem = inspection.message.problem {
      let place = problem.record.map { "record \($0): " } ?? ""
      throw .refused(
        problem: "\(inspection.name) is not right: \(place)\(problem.error.diagnosis)", remedy: problem.error.remedy)
    }
    if let keyLog, inspection.message.isUnknownToKeyLog { throw .notLogged(inspection.name, keyLog) }
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
