/// The content-length that a head announces, compared with the body at its end.
package struct ContentLength: Sendable {
  private let announced: UInt64?
  private let mayBeEmpty: Bool

  /// Looks at a checked head.
  ///
  /// An empty body is no contradiction after HEAD or with 304 (RFC 9110 section 8.6).
  package init(of head: Head, requestMethod: String?) {
    announced = head.fields.first { $0.name == "content-length" }.flatMap(FieldRules.contentLength)
    if case .response(let response) = head {
      mayBeEmpty = requestMethod == "HEAD" || response.status == 304
    } else {
      mayBeEmpty = false
    }
  }

  /// Whether a body of `count` bytes is what was announced.
  package func matches(_ count: Int) -> Bool {
    guard let announced else { return true }
    return announced == UInt64(count) || (mayBeEmpty && count == 0)
  }
}
