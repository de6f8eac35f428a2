internal import Foundation
internal import SealedHTTP
internal import SealedPayload

/// What a sealed redirect asks for next (RFC 9110 section 15.4); only the same API is asked.
struct Redirection: Sendable {
  /// How many are followed in a row.
  static let limit = 20

  let request: RequestMessage
  let url: URL

  /// Nil if the response is no redirect, leads elsewhere, or the body can't be sent again.
  init?(after request: RequestMessage, to url: URL, _ response: ResponseHead) {
    let locations = response.fields.filter { $0.name == "location" }
    guard [301, 302, 303, 307, 308].contains(response.status), locations.count == 1,
      let location = locations.first?.value,
      let next = URL(string: location, relativeTo: url)?.absoluteURL, let target = RequestTarget(next),
      target.scheme == request.head.scheme, target.authority == request.head.authority
    else { return nil }
    var following = request
    following.head.path = target.path
    if Self.becomesGet(request.head.method, response.status) {
      following.head.method = "GET"
      following.head.fields.removeAll { $0.name.hasPrefix("content-") || $0.name == "transfer-encoding" }
      following.body = .empty
    }
    guard following.body.isRepeatable else { return nil }
    (self.request, self.url) = (following, next)
  }

  private static func becomesGet(_ method: String, _ status: Int) -> Bool {
    switch status {
    case 303: method != "HEAD" && method != "GET"
    case 301, 302: method == "POST"
    default: false
    }
  }
}
