import SealedHTTP
import SealedPayload

/// A response that can be sent: status and fields are checked, and fields of the connection are taken out.
struct Answer: Sendable {
  enum Body: Sendable {
    case whole([UInt8])
    /// Comes piece by piece; nil if nobody says how long it is.
    case stream(length: Int?)
    /// Is not sent, as after HEAD; the length says what would have been.
    case left(length: Int?)
  }

  let status: Int
  let fields: [HeaderField]
  let body: Body

  /// An answer of the listener's own.
  init(_ refusal: Refusal) {
    self.init(
      status: refusal.status, fields: [HeaderField("content-type", "text/plain; charset=utf-8")],
      body: .whole(Array((refusal.reason + "\n").utf8)))
  }

  /// The handler's answer; one that breaks HTTP is a failure of the application, and becomes 500.
  init(_ response: ResponseMessage, toHead isHead: Bool) {
    guard let fields = Self.checked(response.head), (200...599).contains(response.head.status) else {
      response.body.cancel()
      self.init(Refusal(500, "the application's response is not valid"))
      return
    }
    let body = Self.body(response, isHead: isHead)
    if case .stream = body {} else { response.body.cancel() }
    self.init(status: response.head.status, fields: fields, body: body)
  }

  private init(status: Int, fields: [HeaderField], body: Body) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  private static func body(_ response: ResponseMessage, isHead: Bool) -> Body {
    switch response.head.status {
    case 204, 205: return .whole([])
    case _ where isHead: return .left(length: response.body.isEmpty ? saidLength(response) : response.body.length)
    case 304: return .left(length: saidLength(response))
    default: break
    }
    if case .whole(let bytes) = response.body.source { return .whole(bytes) }
    return .stream(length: response.body.length)
  }

  private static func saidLength(_ response: ResponseMessage) -> Int? {
    response.head.fields.last { $0.name == "content-length" }.flatMap { Int($0.value) }.flatMap { $0 < 0 ? nil : $0 }
  }

  /// The fields to send; nil if one of them can't stand in a head, or they are too many.
  private static func checked(_ head: ResponseHead) -> [HeaderField]? {
    var size = 0
    var fields: [HeaderField] = []
    fields.reserveCapacity(head.fields.count)
    for field in head.fields {
      guard FieldText.isLowercaseName(field.name), FieldText.isValue(field.rawValue) else { return nil }
      size += field.name.utf8.count + field.rawValue.count + 4
      guard size <= ListenerLimits.responseHeadBytes else { return nil }
      if !isOfConnection(field.name) { fields.append(field) }
    }
    return fields
  }

  private static func isOfConnection(_ name: String) -> Bool {
    switch name {
    case "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
      "upgrade":
      true
    default: false
    }
  }
}
