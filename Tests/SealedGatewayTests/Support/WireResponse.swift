/// A response as it was on the wire.
struct WireResponse: Sendable {
  struct Malformed: Error {
    let start: String
  }

  let status: Int
  /// Names in lower case.
  let fields: [(name: String, value: String)]
  let body: [UInt8]
  /// Whether the body ended as the framing says; false if the connection ended first.
  let isComplete: Bool

  var text: String { String(decoding: body, as: UTF8.self) }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Reads one response; what comes after it is given back.
  static func read(
    toHead: Bool, _ more: @escaping () throws -> [UInt8]?, unread: ([UInt8]) -> Void
  ) throws -> WireResponse {
    var reader = Reader(more: more)
    while true {
      let (status, fields) = try head(&reader)
      if (100..<200).contains(status) { continue }
      let (body, isComplete) = try self.body(&reader, status, fields, toHead: toHead)
      unread(reader.bytes)
      return WireResponse(status: status, fields: fields, body: body, isComplete: isComplete)
    }
  }

  private static func head(_ reader: inout Reader) throws -> (Int, [(name: String, value: String)]) {
    guard let line = try reader.line(), line.hasPrefix("HTTP/1.1 "), let status = Int(line.dropFirst(9).prefix(3))
    else {
      throw Malformed(start: String(decoding: reader.bytes.prefix(80), as: UTF8.self))
    }
    var fields: [(name: String, value: String)] = []
    while let line = try reader.line(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { throw Malformed(start: line) }
      fields.append((parts[0].lowercased(), parts[1].trimmingPrefix { $0 == " " }.description))
    }
    return (status, fields)
  }

  private static func body(
    _ reader: inout Reader, _ status: Int, _ fields: [(name: String, value: String)], toHead: Bool
  ) throws -> ([UInt8], Bool) {
    if toHead || status == 204 || status == 304 { return ([], true) }
    if fields.contains(where: { $0.name == "transfer-encoding" && $0.value == "chunked" }) {
      return try chunks(&reader)
    }
    guard let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) else {
      while try reader.fill() {}
      defer { reader.bytes = [] }
      return (reader.bytes, true)
    }
    let body = try reader.take(length)
    return (body, body.count == length)
  }

  private static func chunks(_ reader: inout Reader) throws -> ([UInt8], Bool) {
    var body: [UInt8] = []
    while let line = try reader.line(), let size = Int(line, radix: 16) {
      let chunk = try reader.take(size)
      body += chunk
      guard chunk.count == size, try reader.line() == "" else { return (body, false) }
      if size == 0 { return (body, true) }
    }
    return (body, false)
  }

  private struct Reader {
    let more: () throws -> [UInt8]?
    var bytes: [UInt8] = []

    init(more: @escaping () throws -> [UInt8]?) { self.more = more }

    mutating func fill() throws -> Bool {
      guard let next = try more() else { return false }
      bytes += next
      return true
    }

    /// The next line without its end; nil if the connection ends first.
    mutating func line() throws -> String? {
      var searched = 0
      while true {
        if let end = bytes[searched...].firstIndex(of: 0x0A) {
          defer { bytes.removeFirst(end + 1) }
          return String(decoding: bytes[..<end].filter { $0 != 0x0D }, as: UTF8.self)
        }
        searched = bytes.count
        guard try fill() else { return nil }
      }
    }

    mutating func take(_ count: Int) throws -> [UInt8] {
      while bytes.count < count, try fill() {}
      defer { bytes.removeFirst(min(count, bytes.count)) }
      return Array(bytes.prefix(count))
    }
  }
}
