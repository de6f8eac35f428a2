import SealedCrypto

/// Binary HTTP (RFC 9292) as anybody may write it: nothing is checked.
struct RawHead {
  var indicator: [UInt8] = [0]
  var control: [UInt8]
  var fields: [(name: String, value: [UInt8])] = []
  var end: [UInt8] = [0, 0]

  init(
    method: String = "POST", scheme: String = "https", authority: String = "api.example.com", path: String = "/items",
    _ fields: [(String, String)] = []
  ) {
    control = [method, scheme, authority, path].flatMap { Self.string(Array($0.utf8)) }
    self.fields = fields.map { ($0.0, Array($0.1.utf8)) }
  }

  init(status: Int, _ fields: [(String, String)] = []) {
    indicator = [1]
    control = Self.varint(status)
    self.fields = fields.map { ($0.0, Array($0.1.utf8)) }
  }

  /// The head of a payload.
  init(payload fields: [(String, String)]) {
    control = [0, 0, 0, 0]
    self.fields = fields.map { ($0.0, Array($0.1.utf8)) }
  }

  var bytes: [UInt8] {
    let section = fields.flatMap { Self.string(Array($0.name.utf8)) + Self.string($0.value) }
    return indicator + control + Self.string(section) + end
  }

  static func string(_ bytes: [UInt8]) -> [UInt8] { varint(bytes.count) + bytes }

  /// The shortest form, or a longer one: 2, 4 or 8 bytes.
  static func varint(_ value: Int, size: Int? = nil) -> [UInt8] {
    let shortest = value < 64 ? 1 : value < 16_384 ? 2 : value < 1 << 30 ? 4 : 8
    let size = size ?? shortest
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt64(value))
    bytes = Array(bytes.suffix(size))
    bytes[0] |= UInt8(size.trailingZeroBitCount) << 6
    return bytes
  }
}
