internal import SealedCrypto
internal import SealedPayload

/// An inspection for programs.
enum InspectionJSON {
  /// The JSON text: an object for one message, an array of objects for several.
  static func text(_ inspections: [Inspection]) -> String {
    guard inspections.count > 1 else { return inspections.map { text($0, named: false) }.joined() }
    return "[" + inspections.map { text($0, named: true) }.joined(separator: ",") + "]\n"
  }

  private static func text(_ inspection: Inspection, named: Bool) -> String {
    let (name, recipient) = (inspection.name, inspection.recipient)
    let (clear, opened) = (ClearPart(inspection), OpenedPart(inspection))
    let (records, hasAccess) = (inspection.message.records, inspection.hasAccess)
    let (result, problem) = (inspection.verdict, inspection.message.problem)
    var writer = JSONWriter()
    writer.object { json in
      if named { json.string("file", name) }
      clear.write(to: &json)
      if let recipient {
        json.string("recipient", recipient.publicKey.description)
        json.string("iss", recipient.issuer.text)
      }
      json.array("records") { json in
        for (number, record) in records.enumerated() { json.record(number, record, hasAccess) }
      }
      opened.write(to: &json)
      json.string("result", result)
      if let problem { json.problem(problem) } else { json.null("problem") }
    }
    return String(decoding: writer.text(), as: UTF8.self)
  }
}

/// What anyone can see, but the records.
private struct ClearPart {
  private let kind: MessageKind?
  private let suite: [String]?
  private let prelude: Prelude?
  private let nonce: [UInt8]
  private let commitment: [UInt8]
  private let total: Int

  init(_ inspection: Inspection) {
    (kind, suite, total) = (inspection.message.kind, inspection.suite, inspection.total)
    (nonce, commitment) = (inspection.message.nonce, inspection.message.commitment)
    prelude = inspection.message.prelude
  }

  func write(to json: inout JSONWriter) {
    if let kind {
      json.integer("kind", kind.rawValue)
      json.string("kind_name", kind.name)
    }
    if let suite { json.array("suite") { json in suite.forEach { json.element($0) } } }
    if let prelude {
      json.string("key_id", prelude.keyIdentifier.description)
      json.string("enc", Self.hex(prelude.enc))
    }
    if !nonce.isEmpty { json.string("nonce", Self.hex(nonce)) }
    json.time(prelude?.timestamp)
    if !commitment.isEmpty { json.string("commitment", Self.hex(commitment)) }
    json.integer("total_length", total)
  }

  private static func hex(_ bytes: [UInt8]) -> String { bytes.withSpan { Text.hex($0) } }
}

/// What only a key or an exchange shows.
private struct OpenedPart {
  private let head: Head?
  private let message: OpenedMessage?
  private let verdict: Verdict?
  private let bodyCount: Int
  private let digestIsRight: Bool?
  private let isAuthentic: Bool

  init(_ inspection: Inspection) {
    head = inspection.message.head
    message = inspection.message.message
    verdict = inspection.message.verdict
    bodyCount = inspection.message.bodyCount
    isAuthentic = inspection.message.isAuthentic
    let hasDigest = message.map { !$0.digest.isEmpty } ?? false
    digestIsRight =
      hasDigest && inspection.message.isAuthentic
      ? true : inspection.message.problem?.error == .digest(.mismatch) ? false : nil
  }

  func write(to json: inout JSONWriter) {
    if let head { json.object("head") { json in json.head(head) } }
    guard let message else { return }
    json.object("sender") { json in json.sender(message, isComplete: isAuthentic) }
    if let digestIsRight { json.bool("digest_right", digestIsRight) }
    json.integer("body_length", bodyCount)
    if let verdict { json.verdict(verdict) }
  }
}

extension JSONWriter {
  fileprivate mutating func record(_ number: Int, _ record: MessageInspector.Record, _ hasAccess: Bool) {
    elementObject { json in
      json.integer("number", number)
      json.integer("length", record.length)
      guard hasAccess else { return }
      json.bool("opened", record.type != nil)
      if let type = record.type {
        json.string("type", type.name)
        json.integer("content_length", record.contentCount)
        json.integer("padding", record.paddingCount)
      }
      if let problem = record.problem { json.string("problem", problem.diagnosis) }
    }
  }

  fileprivate mutating func problem(_ problem: MessageInspector.Problem) {
    object("problem") { json in
      json.string("layer", problem.error.layer.rawValue)
      json.string("rule", problem.error.diagnosis)
      if let record = problem.record { json.integer("record", record) } else { json.null("record") }
    }
  }
}
