package import SealedCrypto

/// A JSON text (RFC 8259), read strictly: doubled members, bad UTF-8 and anything after the value are errors.
///
/// It may hold secrets (key files, exchanges): the text lives in memory that is erased, strings are ranges of it.
package struct JSONDocument: ~Copyable {
  /// What is wrong with the text, and at which byte.
  package enum Failure: Error, Equatable, Sendable {
    case syntax(offset: Int)
    case duplicateMember(offset: Int)
    case tooDeep(offset: Int)
  }

  /// A value; strings are ranges of the document's bytes, already unescaped.
  package enum Value: Sendable {
    case object([Member])
    case array([Element])
    case string(Range<Int>)
    case integer(Int64)
    /// A number that is not an integer of 64 bits.
    case number
    case bool(Bool)
    case null
  }

  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    package let value: Value
    /// The byte at which the name begins, with its quote.
    package let offset: Int

    /// Whether the name is this one, byte for byte.
    package func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }
  }

  /// An element of an array.
  package struct Element: Sendable {
    package let value: Value
    /// The byte at which it begins.
    package let offset: Int
  }

  package static let maximumDepth = 16

  private let text: Secret
  package let root: Value

  /// Reads the whole of `bytes`, whose size the caller has bounded.
  package init(_ bytes: Span<UInt8>) throws(Failure) {
    guard isValidUTF8(bytes) else { throw .syntax(offset: 0) }
    var root = Value.null
    text = try Secret(count: bytes.count) { text throws(Failure) in
      text.copy(bytes, at: 0)
      var parser = JSONParser()
      root = try parser.document(&text)
    }
    self.root = root
  }

  /// The member `name` of `value`, if that is an object that has it.
  package static func member(_ name: String, of value: Value) -> Value? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.isNamed(name) }?.value
  }

  /// The member `name` of the root.
  package func member(_ name: String) -> Value? { Self.member(name, of: root) }

  /// The text of a string value; not for secrets.
  package func string(_ value: Value?) -> String? {
    guard case .string(let range) = value else { return nil }
    return text.withBytes { String(decoding: [UInt8](copying: $0.extracting(range)), as: UTF8.self) }
  }

  /// The number of an integer value.
  package func integer(_ value: Value?) -> Int64? {
    guard case .integer(let integer) = value else { return nil }
    return integer
  }

  /// The bytes of a string value that holds unpadded base64url; not for secrets.
  package func base64URL(_ value: Value?) -> [UInt8]? {
    guard case .string(let range) = value else { return nil }
    return text.withBytes { Text.decodeBase64($0.extracting(range), .url) }
  }

  /// The secret of a string value that holds unpadded base64url.
  package func secret(_ value: Value?) -> Secret? {
    guard var bytes = base64URL(value) else { return nil }
    let secret = bytes.withSpan { Secret(copying: $0) }
    bytes.erase()
    return secret
  }

  /// The bytes of a string value that holds hex; not for secrets.
  package func hex(_ value: Value?) -> [UInt8]? {
    guard case .string(let range) = value else { return nil }
    return text.withBytes { Text.decodeHex($0.extracting(range)) }
  }
}
