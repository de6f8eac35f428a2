internal import CSodium

/// Base64 and hex as libsodium has them: canonical forms alone, in time that doesn't depend on the characters.
package enum Text {
  package enum Base64: Sendable {
    /// RFC 4648 section 4, with padding.
    case padded
    /// RFC 4648 section 5, without padding.
    case url

    fileprivate var variant: Int32 {
      switch self {
      case .padded: sodium_base64_VARIANT_ORIGINAL
      case .url: sodium_base64_VARIANT_URLSAFE_NO_PADDING
      }
    }
  }

  /// Encodes to ASCII bytes.
  package static func base64(_ bytes: Span<UInt8>, _ form: Base64) -> [UInt8] {
    let count = bytes.count
    let capacity = sodium_base64_encoded_len(count, form.variant)
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, initialized in
      guard let base = target.baseAddress else { return }
      unsafe bytes.withPointer { bytes in
        unsafe base.withMemoryRebound(to: CChar.self, capacity: capacity) {
          _ = unsafe sodium_bin2base64($0, capacity, bytes, count, form.variant)
        }
      }
      initialized = capacity - 1
    }
  }

  /// Decodes ASCII bytes; nil for anything that `base64` would not have written.
  package static func decodeBase64(_ text: Span<UInt8>, _ form: Base64) -> [UInt8]? {
    // libsodium 1.0.18 takes bytes from 0x80 on for characters of the alphabet.
    guard isASCII(text) else { return nil }
    let count = text.count
    var (length, end) = unsafe (0, UnsafePointer<CChar>?.none)
    var bytes = [UInt8](repeating: 0, count: count / 4 * 3 + 3)
    let whole = unsafe text.withPointer { text in
      unsafe text.withMemoryRebound(to: CChar.self, capacity: count) { text in
        let status = unsafe sodium_base642bin(&bytes, bytes.count, text, count, nil, &length, &end, form.variant)
        return unsafe status == 0 && end == text + count
      }
    }
    guard whole else {
      bytes.erase()
      return nil
    }
    bytes.removeLast(bytes.count - length)
    return bytes
  }

  /// Looks at every byte, whatever it finds: the text may be secret.
  private static func isASCII(_ text: Span<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for index in 0..<text.count { bits |= text[index] }
    return bits < 0x80
  }

  /// Encodes to lower-case hex.
  package static func hex(_ bytes: Span<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    text.append(hex: bytes)
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes hex of either case; nil for anything else.
  package static func decodeHex(_ text: Span<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    let count = text.count
    var (length, end) = unsafe (0, UnsafePointer<CChar>?.none)
    var bytes = [UInt8](repeating: 0, count: count / 2)
    let whole = unsafe text.withPointer { text in
      unsafe text.withMemoryRebound(to: CChar.self, capacity: count) { text in
        let status = unsafe sodium_hex2bin(&bytes, bytes.count, text, count, nil, &length, &end)
        return unsafe status == 0 && end == text + count
      }
    }
    return whole ? bytes : nil
  }
}

extension [UInt8] {
  /// Appends lower-case hex, which may be of a secret: it passes through no `String`.
  package mutating func append(hex bytes: Span<UInt8>) {
    let digits = Array("0123456789abcdef".utf8)
    for index in 0..<bytes.count {
      append(digits[Int(bytes[index] >> 4)])
      append(digits[Int(bytes[index] & 15)])
    }
  }
}
