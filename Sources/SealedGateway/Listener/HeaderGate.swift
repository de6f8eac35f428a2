import SealedPayload

/// Takes the fields of a head one by one, and lets a request through only if all who read it would read the same.
///
/// RFC 9112 leaves choices to lenient receivers (sections 2.2, 3.2, 5, 6.3): two that choose differently can be made to see different
/// requests. This gate chooses nothing: what allows a choice is refused.
struct HeaderGate {
  private let limits: ListenerLimits
  private var fields: [HeaderField] = []
  private var count = 0
  private var host: String?
  private var contentLength: Int?
  private var isChunked = false
  private var expectsContinue = false

  /// The first reason to refuse.
  private(set) var refusal: Refusal?

  init(limits: ListenerLimits) {
    self.limits = limits
    fields.reserveCapacity(16)
  }

  /// Takes the next field: the name as it came, the value without the space before it.
  mutating func add(name: Span<UInt8>, value: Span<UInt8>) {
    guard refusal == nil else { return }
    count += 1
    guard count <= limits.fields else { return refuse(.headTooLarge) }
    guard let name = FieldText.lowercasedToken(name) else { return refuse(.malformed("a field's name is not a token")) }
    guard let value = FieldText.value(value) else {
      return refuse(.malformed("a field's value has control characters"))
    }
    take(name, value)
  }

  /// The request, if it may pass.
  consuming func finish(
    method: Span<UInt8>, target: [UInt8], version: Span<UInt8>, isSecure: Bool
  ) -> Result<GatedRequest, Refusal> {
    if let refusal { return .failure(refusal) }
    guard target.count <= limits.targetBytes else { return .failure(.targetTooLong) }
    guard let method = FieldText.token(method) else { return .failure(.malformed("the method is not a token")) }
    guard method != "CONNECT" else { return .failure(.connect) }
    guard let isLatest = Self.isHTTP11(version) else { return .failure(.version) }
    if let refusal = framingRefusal(isLatest: isLatest) { return .failure(refusal) }
    return RequestTarget.read(target, method: method, host: host ?? "").map { place in
      GatedRequest(
        head: RequestHead(
          method: method, scheme: isSecure ? "https" : "http", authority: place.authority, path: place.path,
          fields: fields),
        contentLength: isChunked ? nil : contentLength ?? 0, expectsContinue: expectsContinue && isLatest,
        isHTTP11: isLatest)
    }
  }

  private func framingRefusal(isLatest: Bool) -> Refusal? {
    if isLatest, host == nil { return .malformed("the host is missing") }
    if isChunked, contentLength != nil { return .malformed("there are a content-length and a transfer-encoding") }
    if isChunked, !isLatest { return .malformed("HTTP/1.0 has no transfer-encoding") }
    return nil
  }

  private mutating func take(_ name: String, _ value: [UInt8]) {
    switch name {
    case "host": takeHost(value)
    case "content-length": takeLength(value)
    case "transfer-encoding": takeEncoding(value)
    case "expect": takeExpectation(value)
    case "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade": break
    default: fields.append(HeaderField(name, rawValue: value))
    }
  }

  private mutating func takeHost(_ value: [UInt8]) {
    guard host == nil else { return refuse(.malformed("there are two hosts")) }
    guard Authority.isValid(value) else { return refuse(.malformed("the host is not HOST or HOST:PORT")) }
    host = String(decoding: value, as: UTF8.self)
  }

  private mutating func takeLength(_ value: [UInt8]) {
    guard contentLength == nil else { return refuse(.malformed("there are two content-lengths")) }
    guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return refuse(.malformed("the content-length is not a number"))
    }
    guard value.count == 1 || value[0] != 0x30 else { return refuse(.malformed("the content-length starts with 0")) }
    guard value.count <= 18, let length = Int(String(decoding: value, as: UTF8.self)) else {
      return refuse(.bodyTooLarge)
    }
    contentLength = length
  }

  private mutating func takeEncoding(_ value: [UInt8]) {
    guard !isChunked, FieldText.equals(value, "chunked") else {
      return refuse(.malformed("the transfer-encoding is not chunked alone"))
    }
    isChunked = true
  }

  private mutating func takeExpectation(_ value: [UInt8]) {
    guard FieldText.equals(value, "100-continue") else { return refuse(.expectation) }
    expectsContinue = true
  }

  private mutating func refuse(_ refusal: Refusal) { self.refusal = refusal }

  private static func isHTTP11(_ version: Span<UInt8>) -> Bool? {
    let known: StaticString = "HTTP/1."
    guard version.count == 8 else { return nil }
    for index in 0..<7 where unsafe version[index] != known.utf8Start[index] { return nil }
    switch version[7] {
    case 0x30: return false
    case 0x31: return true
    default: return nil
    }
  }
}
