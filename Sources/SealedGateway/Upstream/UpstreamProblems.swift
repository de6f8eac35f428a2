#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What is wrong with a request that was not sent.
@nonexhaustive
public enum RequestRefusal: Error, Sendable, Hashable {
  /// Neither `http` nor `https`, or an authority that is no `host[:port]`.
  case origin
  /// Not a token, or CONNECT.
  case method
  /// Not from `/`, or with a space, a control character or a fragment in it.
  case target
  /// Not a token in lower case.
  case fieldName
  /// With CR, LF, NUL or another control character in it, or white space at its ends.
  case fieldValue(String)
  /// A field of the connection, which is not the caller's to set.
  case connectionField(String)
  /// Twice, not a number, or not the body's.
  case contentLength
  /// HEAD with a body.
  case body
  /// More bytes than `UpstreamLimits.requestHead`.
  case headTooLarge
}

extension RequestRefusal: CustomStringConvertible {
  /// What is wrong; never the value of a field.
  public var description: String {
    switch self {
    case .origin: "its scheme or authority is not usable"
    case .method: "its method is not allowed"
    case .target: "its path has characters that are not allowed"
    case .fieldName: "a field's name is not a lower-case token"
    case .fieldValue(let name): "the value of \(name) has characters that are not allowed"
    case .connectionField(let name): "\(name) is a field of the connection"
    case .contentLength: "its content-length is not its body's"
    case .body: "HEAD has no body"
    case .headTooLarge: "its head is too large"
    }
  }
}

/// Why there is no connection.
@nonexhaustive
public enum ConnectProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name has no address.
  case unknownHost
  /// The system's number, such as ECONNREFUSED; 0 if it gave none.
  case system(Int32)

  /// What is wrong.
  public var description: String {
    switch self {
    case .unknownHost: "its name has no address"
    case .system(0): "the connection broke"
    case .system(let number): unsafe String(cString: strerror(number))
    }
  }
}

/// Why a server was not trusted.
@nonexhaustive
public enum TLSProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its certificate comes from none of the authorities.
  case unknownAuthority
  /// Its certificate is for other names.
  case wrongName
  /// Its certificate is no longer valid, or not yet.
  case expired
  /// Its certificate is refused for another reason, in OpenSSL's number.
  case certificate(code: Int)
  /// No version or cipher in common, a client certificate that is missing, or no TLS at all.
  case handshake
  /// The file with the certificate authorities can't be read.
  case authoritiesFile

  /// What is wrong.
  public var description: String {
    switch self {
    case .unknownAuthority: "its certificate is from an unknown authority"
    case .wrongName: "its certificate is for another name"
    case .expired: "its certificate is not valid now"
    case .certificate(let code): "its certificate is refused (OpenSSL \(code))"
    case .handshake: "the TLS handshake failed"
    case .authoritiesFile: "the file with the certificate authorities can't be read"
    }
  }
}

/// What is wrong with a response.
@nonexhaustive
public enum ResponseProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not HTTP/1.0 or HTTP/1.1.
  case statusLine
  /// Not 200 to 599; or 101, which nobody asked for.
  case status
  /// A field that is none.
  case field
  /// More bytes than `UpstreamLimits.responseHead`, or more fields than `UpstreamLimits.responseFields`.
  case headTooLarge
  /// Where the body ends is not clear.
  case framing

  /// What is wrong.
  public var description: String {
    switch self {
    case .statusLine: "it is not HTTP/1.1"
    case .status: "its status is not allowed"
    case .field: "it has a malformed field"
    case .headTooLarge: "its head is too large"
    case .framing: "its length is ambiguous"
    }
  }
}

/// A request's body that has not as many bytes as it said.
public enum BodyLengthError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It ended before.
  case tooShort
  /// It went on.
  case tooLong

  /// What is wrong.
  public var description: String {
    switch self {
    case .tooShort: "it is shorter than its length"
    case .tooLong: "it is longer than its length"
    }
  }
}
