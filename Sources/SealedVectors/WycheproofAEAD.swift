internal import SealedCrypto

extension WycheproofVectors {
  /// AEADs with the sizes of the format: keys of 256 bits, nonces of 96, tags of 128.
  static func aead(_ test: Test, _ algorithm: AEAD) throws(VectorError) -> VectorOutcome {
    let (key, iv, tag) = (try test.node.hex("key"), try test.node.hex("iv"), try test.node.hex("tag"))
    if let reason = skipReason(key: key, iv: iv, tag: tag) { return .skipped(reason) }
    guard let aeadKey = AEADKey(algorithm, key: key.span) else { return .skipped("not on this processor") }
    let nonce = AEADNonce(iv.span)
    let (aad, message) = (try test.node.hex("aad"), try test.node.hex("msg"))
    let ciphertext = try test.node.hex("ct") + tag
    let opened = open(ciphertext, nonce, aad, aeadKey)
    guard opened.accepted else {
      guard opened.plaintext.allSatisfy({ $0 == 0 }) else { return .failed("left plaintext behind a wrong tag") }
      return verdict(test, accepted: false)
    }
    guard test.result != .invalid else { return verdict(test, accepted: true) }
    guard opened.plaintext == message else { return .failed("opens to something else") }
    guard seal(message, nonce, aad, aeadKey) == ciphertext else { return .failed("seals to something else") }
    return .passed
  }

  private static func skipReason(
    key: ArraySlice<UInt8>, iv: ArraySlice<UInt8>, tag: ArraySlice<UInt8>
  ) -> String? {
    guard key.count == AEAD.keyByteCount else { return "key of \(key.count * 8) bits" }
    guard iv.count == AEAD.nonceByteCount else { return "nonce of \(iv.count * 8) bits" }
    guard tag.count == AEAD.tagByteCount else { return "tag of \(tag.count * 8) bits" }
    return nil
  }

  private static func seal(
    _ message: ArraySlice<UInt8>, _ nonce: AEADNonce, _ aad: ArraySlice<UInt8>, _ key: borrowing AEADKey
  ) -> ArraySlice<UInt8> {
    var ciphertext = [UInt8](repeating: 0xA5, count: message.count + AEAD.tagByteCount)
    ciphertext.withMutableSpan {
      key.seal(message.span, nonce: nonce, authenticating: aad.span, into: &$0)
    }
    return ciphertext[...]
  }

  private static func open(
    _ ciphertext: ArraySlice<UInt8>, _ nonce: AEADNonce, _ aad: ArraySlice<UInt8>, _ key: borrowing AEADKey
  ) -> (accepted: Bool, plaintext: ArraySlice<UInt8>) {
    var plaintext = [UInt8](repeating: 0xA5, count: ciphertext.count - AEAD.tagByteCount)
    let accepted = plaintext.withMutableSpan {
      key.open(ciphertext.span, nonce: nonce, authenticating: aad.span, into: &$0)
    }
    return (accepted, plaintext[...])
  }
}
