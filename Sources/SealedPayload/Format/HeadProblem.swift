/// What is wrong with a head.
public enum HeadProblem: Error, Sendable, Hashable {
  /// Not a known-length Binary HTTP message without content and trailers, in shortest form (RFC 9292).
  case encoding
  /// The name of a field is not a lower-case token.
  case fieldName
  /// The field has no place inside a sealed message (connection, host, transfer-encoding and the like).
  case forbiddenField(String)
  /// The value of the field has control characters, or white space at its ends (RFC 9110 section 5.5).
  case fieldValue(String)
  /// More than 128 fields.
  case tooManyFields
  /// More than one content-length, one that is not a plain number, or one that is not the body's length.
  case contentLength
  /// The method is not a token of at most 32 characters, or is CONNECT.
  case method
  /// The scheme is not https.
  case scheme
  /// The authority is not host[:port] in lower case.
  case authority
  /// The path is not in normal form.
  case path
  /// The status is not between 200 and 599.
  case status
  /// A payload's head names a method, scheme, authority or path.
  case controlData
  /// The head exceeds one record.
  case tooLarge
  /// The content-digest is not a dictionary of byte sequences (RFC 9530).
  case contentDigest
}

extension HeadProblem: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .encoding: "not a complete Binary HTTP message without content"
    case .fieldName: "field names must be lower-case tokens"
    case .forbiddenField(let name): "the field \(name) must not be inside a sealed message"
    case .fieldValue(let name): "the value of \(name) has control characters or white space at its ends"
    case .tooManyFields: "more than \(FormatLimits.fields) fields"
    case .contentLength: "content-length must be there once and be the length of the body"
    case .method: "the method must be a token of at most \(FormatLimits.method) characters, not CONNECT"
    case .scheme: "the scheme must be https"
    case .authority: "the authority must be host[:port], in lower case, without user information"
    case .path:
      "the path must start with / and be in normal form: no empty, . or .. segments, no fragment, no %-encoded "
        + "letters, digits, -._~, / or \\, %XX in upper case"
    case .status: "the status must be between 200 and 599"
    case .controlData: "a payload has no method, scheme, authority or path"
    case .tooLarge: "the head exceeds \(FormatLimits.content) bytes"
    case .contentDigest: "content-digest must be a dictionary of byte sequences, such as sha-256=:...:"
    }
  }
}
