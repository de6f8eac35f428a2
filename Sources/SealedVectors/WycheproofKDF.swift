internal import SealedCrypto

extension WycheproofVectors {
  /// HKDF-SHA256, extract and expand.
  static func hkdfSHA256(_ test: Test) throws(VectorError) -> VectorOutcome {
    let count = try test.node.integer("size", as: Int.self)
    guard count >= 0 else { throw .member("size") }
    guard count <= 255 * HMACSHA256.byteCount else { return .skipped("more output than HKDF has, which traps") }
    let (ikm, salt, info) = (try test.node.hex("ikm"), try test.node.hex("salt"), try test.node.hex("info"))
    let prk = HKDFSHA256.extract(salt: salt.span) { $0.update(ikm.span) }
    let output = HKDFSHA256(pseudorandomKey: prk).expand(info: info.span, count: count)
    let expected = try test.node.hex("okm")
    return verdict(test, accepted: output.withBytes { $0.elementsEqual([UInt8](expected)) })
  }

  /// HMAC-SHA256; codes that the test cuts short are compared as far as they go.
  static func hmacSHA256(_ test: Test) throws(VectorError) -> VectorOutcome {
    let (key, message, tag) = (try test.node.hex("key"), try test.node.hex("msg"), try test.node.hex("tag"))
    let code = HMACSHA256.code(for: message.span, key: key.span)
    return verdict(test, accepted: !tag.isEmpty && code.starts(with: tag))
  }
}
