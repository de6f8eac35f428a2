internal import SealedPayload

/// Reads the head of a response line by line (RFC 9112), passes over interim ones, and refuses what it can't trust.
struct ResponseHeadParser {
  private enum Place { case statusLine, fields, end }

  private static let protocolName = Array("HTTP/1.".utf8)
  private static let chunked = Array("chunked".utf8)

  /// The status; 0 until it is there.
  private(set) var status = 0
  private(set) var fields: [HeaderField] = []
  /// The body's length, if the head says it.
  private(set) var contentLength: Int?

  private let limits: UpstreamLimits
  private var place = Place.statusLine
  private var size = 0
  private var codings: [[UInt8]] = []
  private var isHTTP10 = false
  private var connectionOptions: [String] = []

  init(limits: UpstreamLimits) {
    self.limits = limits
  }

  /// Whether the head of the final response is complete.
  var isComplete: Bool { place == .end }

  /// Whether any line came.
  var hasStarted: Bool { size > 0 }

  /// The head without the fields of the connection (RFC 9110 section 7.6.1).
  var head: ResponseHead {
    guard !connectionOptions.isEmpty else { return ResponseHead(status: status, fields: fields) }
    return ResponseHead(status: status, fields: fields.filter { !connectionOptions.contains($0.name) })
  }

  /// Takes a line with its end.
  ///
  /// After the head come trailers: they are counted and forgotten.
  mutating func take(_ line: Span<UInt8>) throws(ResponseProblem) {
    size += line.count
    guard size <= limits.responseHead else { throw .headTooLarge }
    var end = line.count
    if end > 0, line[end - 1] == 0x0A { end -= 1 }
    if end > 0, line[end - 1] == 0x0D { end -= 1 }
    let content = line.extracting(0..<end)
    switch place {
    case .statusLine: try takeStatusLine(content)
    case .fields where content.isEmpty: try finish()
    case .fields: try takeField(content)
    case .end: break
    }
  }

  /// `HTTP/1.1 200 reason`; the reason may be missing.
  private mutating func takeStatusLine(_ line: Span<UInt8>) throws(ResponseProblem) {
    guard line.count >= 12, line.starts(with: Self.protocolName), line[7] == 0x30 || line[7] == 0x31,
      line[8] == 0x20, line.count == 12 || line[12] == 0x20
    else { throw .statusLine }
    isHTTP10 = line[7] == 0x30
    status = 0
    for index in 9..<12 {
      guard (0x30...0x39).contains(line[index]) else { throw .statusLine }
      status = status * 10 + Int(line[index] - 0x30)
    }
    guard (100...599).contains(status), status != 101 else { throw .status }
    place = .fields
  }

  private mutating func takeField(_ line: Span<UInt8>) throws(ResponseProblem) {
    guard let colon = line.firstIndex(of: 0x3A) else { throw .field }
    let name = String(copying: line.extracting(0..<colon)) { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let value = line.extracting((colon + 1)..<line.count).withoutOuterSpace()
    guard FieldRules.isToken(name), FieldRules.isValue(value) else { throw .field }
    guard fields.count + codings.count < limits.responseFields else { throw .headTooLarge }
    try place(HeaderField(name, rawValue: value))
  }

  private mutating func place(_ field: HeaderField) throws(ResponseProblem) {
    switch field.name {
    case "content-length":
      guard contentLength == nil, let length = FieldRules.contentLength(field).flatMap({ Int(exactly: $0) })
      else { throw .framing }
      contentLength = length
      fields.append(field)
    case "transfer-encoding": codings.append(field.rawValue)
    case "connection": connectionOptions += Self.options(field.value)
    case "keep-alive", "te", "trailer", "upgrade", "proxy-connection": break
    default: fields.append(field)
    }
  }

  private static func options(_ value: String) -> [String] {
    value.split { $0 == "," || $0 == " " || $0 == "\t" }.map { $0.lowercased() }
      .filter { $0 != "close" && $0 != "keep-alive" && $0 != "content-length" }
  }

  /// The empty line: an interim response is forgotten; the final one says in one way where its body ends.
  private mutating func finish() throws(ResponseProblem) {
    guard status >= 200 else {
      (place, fields, codings, contentLength, connectionOptions) = (.statusLine, [], [], nil, [])
      return
    }
    if !codings.isEmpty {
      let isChunked = codings.count == 1 && codings[0].map { $0 | 0x20 } == Self.chunked
      guard isChunked, contentLength == nil, !isHTTP10 else { throw .framing }
    }
    place = .end
  }
}

extension Span<UInt8> {
  fileprivate func starts(with bytes: [UInt8]) -> Bool {
    guard bytes.count <= count else { return false }
    return bytes.indices.allSatisfy { self[$0] == bytes[$0] }
  }

  fileprivate func firstIndex(of byte: UInt8) -> Int? {
    indices.first { self[$0] == byte }
  }

  /// A copy without SP and HTAB at its ends.
  fileprivate func withoutOuterSpace() -> [UInt8] {
    var (start, end) = (0, count)
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return [UInt8](capacity: end - start) { output in
      for index in start..<end { output.append(self[index]) }
    }
  }
}

extension String {
  fileprivate init(copying bytes: Span<UInt8>, _ change: (UInt8) -> UInt8) {
    let changed = [UInt8](capacity: bytes.count) { output in
      for index in bytes.indices { output.append(change(bytes[index])) }
    }
    self.init(decoding: changed, as: UTF8.self)
  }
}
