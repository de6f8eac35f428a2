internal import SealedPayload

/// The `response` of an entry as it was sealed.
struct HARResponse {
  /// The JSON text.
  let json: [UInt8]

  /// Members that hold what a hop saw, and are written anew; all others stay as they are.
  private static let replaced: Set<String> = ["status", "statusText", "headers", "cookies", "redirectURL"]

  init(_ source: JSONSource, _ response: JSONSource.Value, _ content: CapturedMessage.Content) {
    var writer = JSONWriter()
    let members = source.members(response) ?? []
    let head: ResponseHead? = if case .response(let head) = content.message.head { head } else { nil }
    writer.object { json in
      for member in members where head == nil || !Self.replaced.contains(member.name) {
        guard member.name != "content" else { continue }
        json.raw(source.slice(member.rawName), source.slice(member.value))
      }
      if let head {
        json.integer("status", head.status)
        json.string("statusText", "")
        json.headers(head.fields)
        json.array("cookies") { _ in }
        json.string("redirectURL", head.fields.first { $0.name == "location" }?.value ?? "")
      }
      json.object("content") { json in
        json.integer("size", content.body.count)
        json.string("mimeType", content.message.head.contentType)
        json.body(content.body, encoding: "encoding")
      }
    }
    json = writer.text()
  }
}

extension Head {
  /// The content type, or nothing.
  var contentType: String { fields.first { $0.name == "content-type" }?.value ?? "" }
}
