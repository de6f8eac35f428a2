internal import SealedHTTP
internal import SealedPayload

/// What a request must look like so that a server reads from the wire what the caller meant (RFC 9112).
enum RequestRules {
  /// Checks a request, and says how its body is framed.
  static func framing(of request: RequestMessage) throws(RequestRefusal) -> RequestFraming {
    let head = request.head
    guard FieldRules.isToken(head.method), head.method != "CONNECT" else { throw .method }
    guard isTarget(head.path) else { throw .target }
    var stated: Int?
    for field in head.fields {
      try check(field)
      guard field.name == "content-length" else { continue }
      guard stated == nil, let length = FieldRules.contentLength(field).flatMap({ Int(exactly: $0) })
      else { throw .contentLength }
      stated = length
    }
    return try framing(of: request, stated: stated)
  }

  /// A path and query as they are: any visible byte, in any form, since what a proxy forwards need not be normal.
  private static func isTarget(_ text: String) -> Bool {
    text.utf8.first == UInt8(ascii: "/")
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }
  }

  private static func check(_ field: HeaderField) throws(RequestRefusal) {
    guard FieldRules.isToken(field.name), !field.name.utf8.contains(where: { (0x41...0x5A).contains($0) })
    else { throw .fieldName }
    guard !isOfConnection(field.name) else { throw .connectionField(field.name) }
    guard FieldRules.isValue(field.rawValue) else { throw .fieldValue(field.name) }
  }

  /// What the transport sets itself, or what would change the meaning of the connection.
  private static func isOfConnection(_ name: String) -> Bool {
    switch name {
    case "host", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect",
      "http2-settings", "proxy-connection", "proxy-authorization":
      true
    default: false
    }
  }

  private static func framing(of request: RequestMessage, stated: Int?) throws(RequestRefusal) -> RequestFraming {
    guard stated == nil || request.body.length == nil || stated == request.body.length else { throw .contentLength }
    guard let length = request.body.length ?? stated else {
      guard request.head.method != "HEAD" else { throw .body }
      return .chunked
    }
    guard length > 0 else {
      return stated != nil || expectsContent(request.head.method) ? .length(0) : .none
    }
    guard request.head.method != "HEAD" else { throw .body }
    return .length(length)
  }

  /// Methods for which RFC 9110 section 8.6 wants a content-length even without content.
  private static func expectsContent(_ method: String) -> Bool {
    method == "POST" || method == "PUT" || method == "PATCH"
  }
}

/// How the end of a request's body is found (RFC 9112 section 6).
enum RequestFraming: Sendable, Hashable {
  /// No body, and no word of it.
  case none
  /// By its length; may be 0.
  case length(Int)
  /// By its last chunk.
  case chunked
}
