internal import SealedCrypto
internal import SealedPayload

/// What an entry says of the messages that were sealed in it: what was opened, who signed, or why it stayed closed.
struct HARReport {
  /// The member of an entry; HAR 1.2 leaves names with an underscore to everybody.
  static let memberName = "_sealedPayload"

  private let request: CapturedMessage?
  private let response: CapturedMessage?
  private let source: JSONSource
  private let entry: [JSONSource.Member]

  init(
    request: CapturedMessage?, response: CapturedMessage?, _ source: JSONSource, _ entry: [JSONSource.Member]
  ) {
    (self.request, self.response, self.source, self.entry) = (request, response, source, entry)
  }

  func write(to json: inout JSONWriter) {
    json.object(Self.memberName) { json in
      if let request {
        json.object("request") { json in write(request, "request", ["method", "url", "headers"], &json) }
      }
      guard let response else { return }
      json.object("response") { json in
        write(response, "response", ["status", "statusText", "headers"], &json)
        if let answers { json.bool("answers_request", answers) }
      }
    }
  }

  /// Whether the response was sealed to the very request of the entry, if both are known.
  private var answers: Bool? {
    guard let response = response?.content?.message, response.kind.isReply, let request = request?.content?.message
    else { return nil }
    return response.bind.starts(with: request.bind)
  }

  private func write(_ message: CapturedMessage, _ member: String, _ outer: [String], _ json: inout JSONWriter) {
    if let kind = message.kind { json.string("kind", kind.name) }
    if !message.commitment.isEmpty { json.string("commitment", message.commitment.withSpan { Text.hex($0) }) }
    switch message.result {
    case .failure(let closed):
      json.string("result", "not opened")
      json.string("reason", closed.reason)
    case .success(let content):
      json.string("result", "opened")
      json.string("recipient", content.message.recipient.publicKey.description)
      json.string("iss", content.message.recipient.issuer.text)
      json.time(content.message.timestamp)
      json.sender(content.message)
      json.integer("body_length", content.body.count)
      if let verdict = content.verdict { json.verdict(verdict) }
      writeOuter(member, outer, &json)
    }
  }

  /// Keeps what hops saw of a message whose place was taken by what was sealed.
  private func writeOuter(_ member: String, _ names: [String], _ json: inout JSONWriter) {
    let members = source.members(entry.first { $0.name == member }?.value) ?? []
    json.object("outer") { json in
      for member in members where names.contains(member.name) {
        json.raw(source.slice(member.rawName), source.slice(member.value))
      }
    }
  }
}

extension JSONWriter {
  /// Writes `headers` as HAR has them.
  mutating func headers(_ fields: [HeaderField]) {
    array("headers") { json in
      for field in fields { json.element(name: field.name, value: field.value) }
    }
  }

  /// Writes an element of a list of names and values.
  mutating func element(name: String, value: String) {
    elementObject { json in
      json.string("name", name)
      json.string("value", value)
    }
  }

  /// Writes `text`: as it is if it is UTF-8, otherwise as base64, with a member that says so.
  mutating func body(_ body: [UInt8], encoding member: String) {
    if let text = String(validating: body, as: UTF8.self) { return string("text", text) }
    string("text", body.withSpan { String(decoding: Text.base64($0, .padded), as: UTF8.self) })
    string(member, "base64")
  }
}
