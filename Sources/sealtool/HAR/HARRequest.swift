internal import SealedCrypto
internal import SealedPayload

/// The `request` of an entry as it was sealed.
struct HARRequest {
  /// The JSON text.
  let json: [UInt8]

  /// Members that hold what a hop saw, and are written anew; all others stay as they are.
  private static let replaced: Set<String> = ["method", "url", "headers", "cookies", "queryString", "postData"]

  init(_ source: JSONSource, _ request: JSONSource.Value, _ content: CapturedMessage.Content) {
    var writer = JSONWriter()
    let members = source.members(request) ?? []
    let head: RequestHead? = if case .request(let head) = content.message.head { head } else { nil }
    writer.object { json in
      for member in members where head == nil || !Self.replaced.contains(member.name) {
        guard member.name != "postData" else { continue }
        json.raw(source.slice(member.rawName), source.slice(member.value))
      }
      if let head { Self.write(head, to: &json) }
      guard !content.body.isEmpty else { return }
      json.object("postData") { json in
        json.string("mimeType", content.message.head.contentType)
        // HAR 1.2 has no word for the encoding of a request's body.
        json.body(content.body, encoding: "_encoding")
      }
    }
    json = writer.text()
  }

  private static func write(_ head: RequestHead, to json: inout JSONWriter) {
    json.string("method", head.method)
    json.string("url", "\(head.scheme)://\(head.authority)\(head.path)")
    json.headers(head.fields)
    json.array("cookies") { _ in }
    json.array("queryString") { json in
      for (name, value) in query(of: head.path) { json.element(name: name, value: value) }
    }
  }

  /// The parameters of the query, as browsers show them.
  private static func query(of path: String) -> [(String, String)] {
    guard let mark = path.firstIndex(of: "?") else { return [] }
    return path[path.index(after: mark)...].split(separator: "&").map { parameter in
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
    }
  }

  /// Undoes percent-encoding; what is not UTF-8 stays as it is.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = Array(rest.prefix(2)).withSpan({ Text.decodeHex($0) })?.first {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? String(text)
  }
}
