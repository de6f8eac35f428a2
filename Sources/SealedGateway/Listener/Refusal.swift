/// An answer that the listener gives by itself, before which nothing of the request reaches a handler.
///
/// The reason is fixed text: nothing of the peer's comes back.
struct Refusal: Error, Hashable {
  let status: Int
  let reason: String

  init(_ status: Int, _ reason: String) {
    self.status = status
    self.reason = reason
  }

  static func malformed(_ reason: String) -> Refusal { Refusal(400, reason) }

  static let headTooLarge = Refusal(431, "the head is too large")
  static let targetTooLong = Refusal(414, "the target is too long")
  static let bodyTooLarge = Refusal(413, "the body is too large")
  static let expectation = Refusal(417, "the only expectation known is 100-continue")
  static let connect = Refusal(501, "CONNECT is not offered")
  static let version = Refusal(505, "the version is neither 1.1 nor 1.0")
}
