/// What a sealed request says besides its body; authoritative over anything that stands outside.
public struct RequestHead: Sendable, Hashable {
  /// The method, such as `POST`.
  public var method: String
  /// `https`, or `http` where that is allowed by name.
  public var scheme: String
  /// Host and, unless it is the scheme's default, port.
  public var authority: String
  /// Path and query in normal form, from `/`.
  public var path: String
  /// The fields in their order.
  public var fields: [HeaderField]

  /// Makes a head; sealing checks it.
  public init(
    method: String, scheme: String = "https", authority: String, path: String, fields: [HeaderField] = []
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = authority
    self.path = path
    self.fields = fields
  }
}

/// What a sealed response says besides its body.
public struct ResponseHead: Sendable, Hashable {
  /// The status, 200 to 599.
  public var status: Int
  /// The fields in their order.
  public var fields: [HeaderField]

  /// Makes a head; sealing checks it.
  public init(status: Int, fields: [HeaderField] = []) {
    self.status = status
    self.fields = fields
  }
}

/// The head of a message of any kind.
package enum Head: Sendable, Hashable {
  /// Kind 1: a request with empty control data.
  case payload([HeaderField])
  case request(RequestHead)
  /// Kinds 3 and 4.
  case response(ResponseHead)

  package var fields: [HeaderField] {
    get {
      switch self {
      case .payload(let fields): fields
      case .request(let head): head.fields
      case .response(let head): head.fields
      }
    }
    set {
      switch self {
      case .payload: self = .payload(newValue)
      case .request(var head):
        head.fields = newValue
        self = .request(head)
      case .response(var head):
        head.fields = newValue
        self = .response(head)
      }
    }
  }
}
