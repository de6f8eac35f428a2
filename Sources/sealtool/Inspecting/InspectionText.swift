internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload

/// An inspection as lines for people; text from the peer is escaped.
struct InspectionText {
  private(set) var lines: [String] = []

  /// The texts of all, each under its name if there are several.
  static func text(_ inspections: [Inspection]) -> String {
    guard inspections.count > 1 else { return inspections.map { InspectionText($0).text }.joined() }
    return inspections.map { EscapedText.line($0.name) + "\n" + InspectionText($0).text }.joined(separator: "\n")
  }

  /// Writes the lines.
  init(_ inspection: Inspection) {
    prelude(inspection)
    records(inspection)
    if let head = inspection.message.head { self.head(head) }
    sender(inspection)
    add("result", inspection.verdict)
    if let problem = inspection.problem { add("problem", problem) }
  }

  /// One text of all lines.
  var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func add(_ name: String, _ value: String) {
    let room = String(repeating: " ", count: max(1, 12 - name.utf8.count))
    lines.append(EscapedText.line(name + room + value))
  }

  private mutating func prelude(_ inspection: Inspection) {
    if let kind = inspection.message.kind { add("kind", "\(kind.rawValue), \(kind.name)") }
    if let suite = inspection.suite { add("suite", suite.joined(separator: ", ")) }
    if let prelude = inspection.message.prelude {
      add("key id", prelude.keyIdentifier.description)
      add("enc", hex(prelude.enc))
    }
    if !inspection.message.nonce.isEmpty { add("nonce", hex(inspection.message.nonce)) }
    if let time = inspection.message.prelude?.timestamp { add("sealed at", "\(time), \(Clock.text(time))") }
    if !inspection.message.commitment.isEmpty { add("commitment", hex(inspection.message.commitment)) }
    add("total", "\(inspection.total) bytes")
    if let recipient = inspection.recipient {
      add("recipient", recipient.publicKey.description)
      add("iss", recipient.issuer.text)
    }
  }

  private mutating func records(_ inspection: Inspection) {
    let records = inspection.message.records
    add("records", "\(records.count)")
    for (number, record) in records.enumerated() {
      let text = inspection.hasAccess ? describe(record) : "\(record.length) bytes"
      lines.append("  \(number): \(text)")
    }
  }

  private func describe(_ record: MessageInspector.Record) -> String {
    var parts = ["\(record.length) bytes"]
    if let type = record.type {
      parts = ["\(type.name)", parts[0], "content \(record.contentCount)", "padding \(record.paddingCount)"]
    }
    if let problem = record.problem {
      parts.append(problem.diagnosis)
    } else if record.type == nil {
      parts.append("not opened")
    }
    return EscapedText.line(parts.joined(separator: ", "))
  }

  private mutating func head(_ head: Head) {
    lines.append("head")
    switch head {
    case .payload: break
    case .request(let request):
      let text = "\(request.method) \(request.scheme)://\(request.authority)\(request.path)"
      lines.append("  " + EscapedText.line(text))
    case .response(let response): lines.append("  status \(response.status)")
    }
    for field in head.fields { lines.append("  " + EscapedText.line("\(field.name): \(field.value)")) }
  }

  private mutating func sender(_ inspection: Inspection) {
    if let message = inspection.message.message {
      add("signer", message.signer.map { "\($0), signature right" } ?? "none")
      add("body", "\(inspection.message.bodyCount) bytes")
      if !message.digest.isEmpty { add("digest", digestVerdict(inspection)) }
      if inspection.message.isAuthentic { add("attribution", message.attribution.name) }
    }
    if let verdict = inspection.message.verdict {
      let processed = verdict.processed.map { "processed \($0)" } ?? "processed not told"
      add("verdict", "\(verdict.reason), status \(verdict.status), \(processed), \(Clock.text(verdict.time))")
    }
  }

  private func digestVerdict(_ inspection: Inspection) -> String {
    if inspection.message.isAuthentic { return "right" }
    return inspection.message.problem?.error == .digest(.mismatch) ? "wrong" : "not checked"
  }

  private func hex(_ bytes: [UInt8]) -> String { bytes.withSpan { Text.hex($0) } }
}
