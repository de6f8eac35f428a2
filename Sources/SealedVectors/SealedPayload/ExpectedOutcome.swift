internal import SealedCrypto
internal import SealedPayload

/// What a vector says of opening its message.
enum ExpectedOutcome {
  case opened(ExpectedMessage)
  /// The refusal, the layer, and what a streaming reader may have released until then.
  case refused(refusal: String, layer: String, released: ExpectedBody?)

  init(_ node: VectorNode) throws(VectorError) {
    let outcome = try node.string("outcome")
    if outcome == "opened" {
      self = .opened(try ExpectedMessage(node))
    } else {
      self = .refused(
        refusal: outcome, layer: try node.string("layer"),
        released: node.has("released") ? try ExpectedBody(digest: try node.node("released")) : nil)
    }
  }
}

/// What a vector says of a message that opens.
struct ExpectedMessage {
  let kind: UInt8
  let control: [String]
  let fields: [HeaderField]
  let body: ExpectedBody?
  let attribution: String
  let signer: [UInt8]?
  let timestamp: UInt64?
  let verdict: String?

  init(_ node: VectorNode) throws(VectorError) {
    kind = try node.integer("kind")
    let head = try node.node("head")
    var control: [String] = []
    for name in ["method", "scheme", "authority", "path"] where head.has(name) { control.append(try head.string(name)) }
    if head.has("status") { control.append(String(try head.integer("status", as: Int.self))) }
    self.control = control
    fields = try HeaderField.fields(node, "fields")
    body = try node.has("body") ? ExpectedBody(node, "body") : nil
    attribution = try node.string("attribution")
    signer = node.hasString("signer") ? Array(try node.hex("signer")) : nil
    timestamp = node.has("timestamp") ? try node.integer("timestamp") : nil
    verdict = node.has("verdict") ? try Self.verdict(try node.node("verdict")) : nil
  }

  private static func verdict(_ node: VectorNode) throws(VectorError) -> String {
    var parts = [try node.string("reason"), String(try node.integer("status", as: Int.self))]
    parts.append(node.has("processed") ? String(try node.bool("processed")) : "-")
    parts.append(String(try node.integer("time", as: UInt64.self)))
    return parts.joined(separator: " ")
  }
}

/// A body: its bytes, or only its length and hash.
struct ExpectedBody {
  let count: Int
  let sha512: [UInt8]

  init(_ bytes: [UInt8]) {
    count = bytes.count
    sha512 = SHA512.hash(bytes)
  }

  init(digest node: VectorNode) throws(VectorError) {
    count = try node.integer("length")
    sha512 = Array(try node.hex("sha512", count: SHA512.byteCount))
  }

  init(_ node: VectorNode, _ name: String) throws(VectorError) {
    if node.hasString(name) {
      self.init(Array(try node.hex(name)))
    } else {
      try self.init(digest: try node.node(name))
    }
  }

  func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count == count && SHA512.hash(bytes) == sha512
  }
}

extension HeaderField {
  /// Fields as vectors write them: pairs of name and value in hex.
  static func fields(_ node: VectorNode, _ name: String) throws(VectorError) -> [HeaderField] {
    var fields: [HeaderField] = []
    for pair in try node.array(name) {
      let parts = try pair.strings()
      let hex = Array((parts.last ?? "").utf8)[...]
      guard parts.count == 2, let value = Text.decodeHex(hex.span) else { throw .member(name) }
      fields.append(HeaderField(parts[0], rawValue: value))
    }
    return fields
  }
}
