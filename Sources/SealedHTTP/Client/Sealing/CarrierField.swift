internal import SealedCrypto

/// The field that carries a request without content (spec/sealed-payload.md, section 21.1).
enum CarrierField {
  /// Encodes a message for the field, `:base64:`; nil if it is too long for it.
  static func encode(_ message: [UInt8]) -> [UInt8]? {
    guard message.count <= ClientLimits.carrier else { return nil }
    let value = [UInt8(ascii: ":")] + message.withSpan { Text.base64($0, .padded) } + [UInt8(ascii: ":")]
    return value.count <= ClientLimits.carrier ? value : nil
  }
}
