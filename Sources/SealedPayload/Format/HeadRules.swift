internal import SealedCrypto

/// What heads must obey, whoever made them (spec/sealed-payload.md, "Head").
package struct HeadRules: Sendable {
  /// Whether `http` may stand as scheme: for local work.
  package var allowsPlainHTTP = false

  package init(allowsPlainHTTP: Bool = false) {
    self.allowsPlainHTTP = allowsPlainHTTP
  }

  /// Checks all but the fields' own rules.
  func check(_ head: RequestHead) throws(HeadProblem) {
    guard FieldRules.isToken(head.method), head.method.utf8.count <= FormatLimits.method, head.method != "CONNECT"
    else { throw .method }
    guard head.scheme == "https" || (allowsPlainHTTP && head.scheme == "http") else { throw .scheme }
    guard AuthorityRules.isAuthority(head.authority) else { throw .authority }
    guard TargetRules.isPath(head.path) else { throw .path }
  }

  func check(_ head: ResponseHead) throws(HeadProblem) {
    guard (200...599).contains(head.status) else { throw .status }
  }

  func check(_ fields: [HeaderField]) throws(HeadProblem) {
    guard fields.count <= FormatLimits.fields else { throw .tooManyFields }
    var hasLength = false
    for field in fields {
      try FieldRules.check(field)
      if field.name == "content-length" {
        guard !hasLength, FieldRules.contentLength(field) != nil else { throw .contentLength }
        hasLength = true
      }
    }
  }
}
