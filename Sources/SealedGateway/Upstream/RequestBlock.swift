internal import CCurl
internal import SealedHTTP
internal import SealedPayload

/// A checked request in the form that libcurl reads: C strings, a list of field lines and a small body, in one block of memory.
///
/// Unsafe: the pointers point into `memory`, which is allocated once with the size that is counted beforehand, is not written
/// after `init`, and lives as long as the block. libcurl only reads it.
@safe
final class RequestBlock: @unchecked Sendable {
  // Sendable: nothing changes after init.
  private let memory: UnsafeMutableRawPointer
  let url: UnsafePointer<CChar>
  let target: UnsafePointer<CChar>
  let method: UnsafePointer<CChar>
  let fields: UnsafeMutablePointer<curl_slist>
  /// A whole body of at most `inlineBody` bytes, which goes out with the head in one write; empty otherwise.
  let body: UnsafeBufferPointer<CChar>

  /// libcurl copies smaller bodies behind the head.
  static let inlineBody = 65_535

  /// Lays out a request whose parts are checked.
  init(
    _ head: RequestHead, to origin: UpstreamOrigin, host: String, framing: RequestFraming, body small: [UInt8],
    limit: Int
  ) throws(RequestRefusal) {
    let lines = RequestLines(head, host: host, framing: framing, hasSmallBody: !small.isEmpty)
    guard lines.size <= limit - head.path.utf8.count else { throw .headTooLarge }
    let nodes = unsafe MemoryLayout<curl_slist>.stride * lines.count
    let url = origin.description + "/"
    let text = lines.size + url.utf8.count + head.path.utf8.count + head.method.utf8.count + 3 + small.count
    unsafe memory = .allocate(byteCount: nodes + text, alignment: MemoryLayout<curl_slist>.alignment)
    unsafe fields = memory.bindMemory(to: curl_slist.self, capacity: lines.count)
    var writer = unsafe BlockWriter(memory + nodes, room: text)
    unsafe self.url = UnsafePointer(writer.string { unsafe $0.append(url) })
    unsafe target = UnsafePointer(writer.string { unsafe $0.append(head.path) })
    unsafe method = UnsafePointer(writer.string { unsafe $0.append(head.method) })
    unsafe body = writer.bytes(small)
    unsafe lines.write(to: &writer, nodes: fields)
  }

  deinit {
    unsafe memory.deallocate()
  }
}

/// The field lines of a request, in libcurl's form: `name: value`, `name;` for an empty value, `name:` against its own field.
private struct RequestLines {
  private let host: String
  private let fields: [HeaderField]
  private let without: [StaticString]
  private let emptyContent: Bool
  let count: Int
  let size: Int

  init(_ head: RequestHead, host: String, framing: RequestFraming, hasSmallBody: Bool) {
    func has(_ name: String) -> Bool { head.fields.contains { $0.name == name } }
    var without: [StaticString] = ["Expect:"]
    if !has("accept") { without.append("Accept:") }
    if hasSmallBody, !has("content-type") { without.append("Content-Type:") }
    self.host = host
    self.without = without
    emptyContent = framing == .length(0)
    fields = head.fields
    count = fields.count + without.count + 2
    size = fields.reduce(without.count * 16 + host.utf8.count + 32) { $0 + $1.name.utf8.count + $1.rawValue.count + 4 }
  }

  /// Writes the lines, and links a node to each.
  @unsafe
  func write(to writer: inout BlockWriter, nodes: UnsafeMutablePointer<curl_slist>) {
    var used = 0
    func link(_ line: UnsafeMutablePointer<CChar>) {
      if used > 0 { unsafe nodes[used - 1].next = nodes + used }
      unsafe (nodes + used).initialize(to: curl_slist(data: line, next: nil))
      used += 1
    }
    unsafe link(writer.string { unsafe $0.append("Host: " + host) })
    for field in fields where field.name != "content-length" {
      unsafe link(
        writer.string {
          unsafe $0.append(field.name)
          unsafe $0.append(field.rawValue.isEmpty ? ";" : ": ")
          unsafe $0.append(field.rawValue)
        })
    }
    if emptyContent { unsafe link(writer.string { unsafe $0.append("Content-Length: 0") }) }
    for line in without { unsafe link(writer.string { unsafe $0.append(line.description) }) }
  }
}

/// Puts bytes behind one another in memory that is large enough.
@unsafe
private struct BlockWriter {
  private var next: UnsafeMutableRawPointer
  private var room: Int

  init(_ start: UnsafeMutableRawPointer, room: Int) {
    unsafe (next, self.room) = (start, room)
  }

  mutating func string(_ write: (inout Self) -> Void) -> UnsafeMutablePointer<CChar> {
    let start = unsafe next
    unsafe write(&self)
    unsafe append([0])
    return unsafe start.assumingMemoryBound(to: CChar.self)
  }

  mutating func bytes(_ bytes: [UInt8]) -> UnsafeBufferPointer<CChar> {
    let start = unsafe next
    unsafe append(bytes)
    return unsafe UnsafeBufferPointer(start: start.assumingMemoryBound(to: CChar.self), count: bytes.count)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe append($0) }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    unsafe precondition(bytes.count <= room, "the request's size was counted wrong")
    unsafe room -= bytes.count
    unsafe next.copyMemory(from: start, byteCount: bytes.count)
    unsafe next += bytes.count
  }
}
