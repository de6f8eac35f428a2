internal import SealedCrypto

/// The one-line form of public keys: a name, a colon, base64url without padding.
enum PublicKeyText {
  static func encode(_ name: String, _ bytes: [UInt8]) -> String {
    name + ":" + bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
  }

  /// The bytes behind `name:`, or nil.
  static func decode(_ text: String, _ name: String) -> [UInt8]? {
    guard text.hasPrefix(name + ":") else { return nil }
    return Array(text.utf8.dropFirst(name.utf8.count + 1)).withSpan { Text.decodeBase64($0, .url) }
  }
}
