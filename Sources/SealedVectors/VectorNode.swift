internal import SealedCrypto
internal import SealedPayload

/// A place in a file of vectors, from which members are read; what the form demands and lacks is an error.
struct VectorNode {
  /// Holds the document, which can't be copied, for all nodes of it.
  private final class Holder: Sendable {
    let document: JSONDocument

    init(_ document: consuming JSONDocument) {
      self.document = document
    }
  }

  private let holder: Holder
  private let value: JSONDocument.Value

  init(_ bytes: Span<UInt8>) throws(VectorError) {
    do {
      let document = try JSONDocument(bytes)
      value = document.root
      holder = Holder(document)
    } catch {
      throw .json(error)
    }
  }

  private init(_ holder: Holder, _ value: JSONDocument.Value) {
    self.holder = holder
    self.value = value
  }

  /// The elements of this array, called `name` in errors.
  func elements(_ name: String) throws(VectorError) -> [VectorNode] {
    guard case .array(let elements) = value else { throw .member(name) }
    return elements.map { VectorNode(holder, $0.value) }
  }

  func has(_ name: String) -> Bool { JSONDocument.member(name, of: value) != nil }

  func node(_ name: String) throws(VectorError) -> VectorNode {
    guard let member = JSONDocument.member(name, of: value) else { throw .member(name) }
    return VectorNode(holder, member)
  }

  func array(_ name: String) throws(VectorError) -> [VectorNode] { try node(name).elements(name) }

  func string(_ name: String) throws(VectorError) -> String {
    guard let string = holder.document.string(JSONDocument.member(name, of: value)) else { throw .member(name) }
    return string
  }

  func strings(_ name: String) throws(VectorError) -> [String] { try node(name).strings() }

  func hasString(_ name: String) -> Bool {
    if case .string = JSONDocument.member(name, of: value) { true } else { false }
  }

  /// The strings of this array.
  func strings() throws(VectorError) -> [String] {
    var strings: [String] = []
    for element in try elements("strings") {
      guard let string = holder.document.string(element.value) else { throw .member("strings") }
      strings.append(string)
    }
    return strings
  }

  func integers(_ name: String) throws(VectorError) -> [Int] {
    var integers: [Int] = []
    for element in try array(name) {
      guard let integer = holder.document.integer(element.value), let value = Int(exactly: integer)
      else { throw .member(name) }
      integers.append(value)
    }
    return integers
  }

  func bool(_ name: String) throws(VectorError) -> Bool {
    guard case .bool(let value) = JSONDocument.member(name, of: value) else { throw .member(name) }
    return value
  }

  func integer<I: FixedWidthInteger>(_ name: String, as type: I.Type = I.self) throws(VectorError) -> I {
    guard let integer = holder.document.integer(JSONDocument.member(name, of: value)), let value = I(exactly: integer)
    else { throw .member(name) }
    return value
  }

  /// A slice, because its span needs no newer system than the package does.
  func hex(_ name: String) throws(VectorError) -> ArraySlice<UInt8> {
    guard let bytes = holder.document.hex(JSONDocument.member(name, of: value)) else { throw .member(name) }
    return bytes[...]
  }

  /// A secret in hex, of exactly `count` bytes.
  func secret(_ name: String, count: Int) throws(VectorError) -> Secret {
    let bytes = try hex(name, count: count)
    return Secret(copying: bytes.span)
  }

  /// Like `hex`, and of exactly `count` bytes, because the library traps on keys and nonces of other sizes.
  func hex(_ name: String, count: Int) throws(VectorError) -> ArraySlice<UInt8> {
    let bytes = try hex(name)
    guard bytes.count == count else { throw .member(name) }
    return bytes
  }
}
