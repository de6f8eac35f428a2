internal import SealedCrypto

/// The part of Binary HTTP (RFC 9292) that heads are made of: known length, without content and trailers.
enum BinaryHTTP {
  static let requestIndicator = 0
  static let responseIndicator = 1

  /// Appends a variable-length integer in shortest form, RFC 9000 section 16.
  ///
  /// Values here fit in 62 bits.
  static func append(_ value: Int, to bytes: inout [UInt8]) {
    switch value {
    case ..<0x40: bytes.append(UInt8(value))
    case ..<0x4000: bytes.append(bigEndian: UInt16(value) | 0x4000)
    case ..<0x4000_0000: bytes.append(bigEndian: UInt32(value) | 0x8000_0000)
    default: bytes.append(bigEndian: UInt64(value) | 0xC000_0000_0000_0000)
    }
  }

  /// Appends a length and the bytes.
  static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
    append(text.count, to: &bytes)
    bytes += text
  }

  /// Appends a length and the text.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8.count, to: &bytes)
    bytes += text.utf8
  }

  /// Bytes of `append(value)`.
  static func integerByteCount(_ value: Int) -> Int {
    switch value {
    case ..<0x40: 1
    case ..<0x4000: 2
    case ..<0x4000_0000: 4
    default: 8
    }
  }

  /// Reads integers and strings from the bytes of a head; whatever doesn't fit is `encoding`.
  struct Reader {
    private(set) var offset = 0

    mutating func integer(_ bytes: Span<UInt8>) throws(HeadProblem) -> Int {
      guard offset < bytes.count else { throw .encoding }
      let count = 1 << Int(bytes[offset] >> 6)
      guard bytes.count - offset >= count else { throw .encoding }
      var value = UInt64(bytes[offset] & 0x3F)
      for index in 1..<max(count, 1) { value = value << 8 | UInt64(bytes[offset + index]) }
      // 62 bits fit an Int on every system that the package names.
      guard let value = Int(exactly: value), BinaryHTTP.integerByteCount(value) == count else { throw .encoding }
      offset += count
      return value
    }

    /// Reads a length and that many bytes, of which nothing lies beyond `bytes`.
    mutating func range(_ bytes: Span<UInt8>) throws(HeadProblem) -> Range<Int> {
      let count = try integer(bytes)
      guard count <= bytes.count - offset else { throw .encoding }
      defer { offset += count }
      return offset..<offset + count
    }

    mutating func string(_ bytes: Span<UInt8>) throws(HeadProblem) -> String {
      let text = bytes.extracting(try range(bytes))
      guard isValidUTF8(text) else { throw .encoding }
      return String(text)
    }
  }
}
