internal import SealedCrypto
internal import SealedPayload

/// One exchange of a HAR file, with what is sealed in it.
struct HAREntry {
  let request: CapturedMessage?
  let response: CapturedMessage?

  private let source: JSONSource
  private let members: [JSONSource.Member]

  /// Looks into an entry; nil if there is nothing sealed in it.
  init?(_ entry: JSONSource.Value, in source: JSONSource, _ log: KeyLogReader) {
    self.source = source
    let members = source.members(entry) ?? []
    self.members = members
    func value(_ name: String) -> JSONSource.Value? { members.first { $0.name == name }?.value }
    request = Self.request(value("request"), source).map { CapturedMessage($0, of: [.request, .payload], log) }
    response = Self.response(value("response"), source)
      .map { CapturedMessage($0, of: [.response, .verdict, .payload], log) }
    guard request != nil || response != nil else { return nil }
  }

  private static func request(_ request: JSONSource.Value?, _ source: JSONSource) -> CarriedMessage? {
    guard let request else { return nil }
    let values = source.headers("sealed-payload", of: request)
    let body = source.member("postData", of: request).flatMap { Self.body($0, source) }
    guard let value = values.first else { return body }
    return values.count == 1 && body == nil ? .find(inHeader: value) : .lost("two carriers of one message")
  }

  private static func response(_ response: JSONSource.Value?, _ source: JSONSource) -> CarriedMessage? {
    source.member("content", of: response).flatMap { body($0, source) }
  }

  /// What is in `postData` or `content`.
  private static func body(_ content: JSONSource.Value, _ source: JSONSource) -> CarriedMessage? {
    let members = source.members(content) ?? []
    func value(_ name: String) -> JSONSource.Value? { members.first { $0.name == name }?.value }
    let type = source.text(value("mimeType")) ?? ""
    let essence = type.prefix { $0 != ";" }.split(separator: " ").joined().lowercased()
    let isDeclared = essence == "application/sealed-payload"
    let isBase64 = source.text(value("encoding") ?? value("_encoding"))?.lowercased() == "base64"
    let text = value("text")
    // Most bodies are something else, and large: their beginning tells.
    guard isDeclared || text.flatMap(source.beginning).map({ CarriedMessage.mayBegin(with: $0) }) == true
    else { return nil }
    let body = text.flatMap { source.string($0, most: HARLimits.messageText) }
    return .find(inBody: body, isBase64: isBase64, isDeclared: isDeclared)
  }

  /// How many messages are sealed in it, and how many of them were opened.
  var counts: (sealed: Int, opened: Int) {
    let messages = [request, response].compactMap { $0 }
    return (messages.count, messages.count { $0.content != nil })
  }

  /// The entry with what was opened in the place of what was sealed.
  func opened() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      for member in members where member.name != HARReport.memberName {
        let replaced: [UInt8]? =
          switch member.name {
          case "request": request?.content.map { HARRequest(source, member.value, $0).json }
          case "response": response?.content.map { HARResponse(source, member.value, $0).json }
          default: nil
          }
        json.raw(source.slice(member.rawName), replaced?[...] ?? source.slice(member.value))
      }
      HARReport(request: request, response: response, source, members).write(to: &json)
    }
    return writer.text()
  }
}
