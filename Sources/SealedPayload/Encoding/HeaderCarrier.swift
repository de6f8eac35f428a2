internal import SealedCrypto

/// The value of the field `Sealed-Payload`: a message as an RFC 9651 byte sequence (spec/sealed-payload.md, "Media type and
/// carriers").
package enum HeaderCarrier {
  /// Bytes of the value at most, colons included.
  package static let maximumByteCount = 6_144

  /// Encodes a message; nil if it is too long.
  package static func encode(_ message: [UInt8]) -> [UInt8]? {
    guard message.count <= maximumByteCount else { return nil }
    let value = [UInt8(ascii: ":")] + message.withSpan { Text.base64($0, .padded) } + [UInt8(ascii: ":")]
    return value.count <= maximumByteCount ? value : nil
  }

  /// Decodes `:base64:`, canonical, without parameters.
  package static func decode(_ value: [UInt8]) -> [UInt8]? {
    guard (2...maximumByteCount).contains(value.count), value.first == UInt8(ascii: ":"),
      value.last == UInt8(ascii: ":")
    else { return nil }
    return Array(value[1..<value.count - 1]).withSpan { Text.decodeBase64($0, .padded) }
  }
}
