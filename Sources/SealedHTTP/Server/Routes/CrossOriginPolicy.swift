internal import SealedPayload

/// Which web pages may call the API from a browser (Fetch standard, CORS protocol).
///
/// A preflight is answered unsealed, by the server itself: it has no credentials and reaches no application.
public struct CrossOriginPolicy: Sendable, Hashable {
  /// Origins of pages, such as `https://app.example`; none unless told.
  public var origins: Set<String> = []

  /// Fields that pages may send besides those that browsers always allow.
  public var fields: [String] = ["content-type", "sealed-payload", "traceparent", "tracestate"]

  /// Methods that pages may use.
  public var methods: [String] = ["GET", "POST", "PUT", "PATCH", "DELETE"]

  /// Seconds for which a browser may remember the answer.
  public var seconds = 600

  /// Makes the defaults: no page may.
  public init() {}

  /// The answer to a preflight; nil for everything else.
  func preflight(_ head: RequestHead) -> ResponseMessage? {
    guard head.method == "OPTIONS" else { return nil }
    let asks = head.fields.contains { $0.name == "access-control-request-method" }
    guard asks, head.fields.contains(where: { $0.name == "origin" }),
      !head.fields.contains(where: { $0.name == WellKnown.carrierField })
    else { return nil }
    var fields = [HeaderField("vary", "\(WellKnown.carrierFieldTitle), Origin")]
    if allowedOrigin(of: head) != nil {
      fields += [
        HeaderField("access-control-allow-methods", methods.joined(separator: ", ")),
        HeaderField("access-control-allow-headers", self.fields.joined(separator: ", ")),
        HeaderField("access-control-max-age", String(seconds)),
      ]
    }
    return ResponseMessage(status: 204, fields: fields)
  }

  /// Lets the page read an answer.
  func mark(_ answer: inout ResponseMessage, for head: RequestHead) {
    answer.head.fields.append(HeaderField("vary", "Origin"))
    guard let origin = allowedOrigin(of: head) else { return }
    answer.head.fields.append(HeaderField("access-control-allow-origin", origin))
  }

  private func allowedOrigin(of head: RequestHead) -> String? {
    let named = head.fields.filter { $0.name == "origin" }
    guard named.count == 1, let origin = named.first?.value, origins.contains(origin) else { return nil }
    return origin
  }
}
