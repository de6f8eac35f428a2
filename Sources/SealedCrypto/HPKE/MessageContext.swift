/// An HPKE context that seals and opens with a sequence number (RFC 9180 section 5.2), for the published vectors alone.
///
/// The format doesn't use it: its messages have keys of their own, in any order.
package struct MessageContext: ~Copyable {
  private let key: AEADKey
  private let baseNonce: AEADNonce
  private var sequence: UInt64 = 0

  /// Nil where the suite has no AEAD or the machine can't run it.
  package init?(_ schedule: borrowing KeySchedule) {
    guard let algorithm = AEAD(rawValue: schedule.suite.aead) else { return nil }
    guard let key = schedule.key().withBytes({ AEADKey(algorithm, key: $0) }) else { return nil }
    self.key = key
    baseNonce = schedule.baseNonce().withBytes { AEADNonce($0) }
  }

  /// Seals with the next sequence number.
  package mutating func seal(_ plaintext: Span<UInt8>, authenticating aad: Span<UInt8>) -> [UInt8] {
    var ciphertext = [UInt8](repeating: 0, count: plaintext.count + AEAD.tagByteCount)
    ciphertext.withMutableSpan { key.seal(plaintext, nonce: nonce, authenticating: aad, into: &$0) }
    sequence += 1
    return ciphertext
  }

  /// Opens with the next sequence number; nil, and the number stays, when the tag is wrong.
  package mutating func open(_ ciphertext: Span<UInt8>, authenticating aad: Span<UInt8>) -> [UInt8]? {
    guard ciphertext.count >= AEAD.tagByteCount else { return nil }
    var plaintext = [UInt8](repeating: 0, count: ciphertext.count - AEAD.tagByteCount)
    let opened = plaintext.withMutableSpan { key.open(ciphertext, nonce: nonce, authenticating: aad, into: &$0) }
    guard opened else { return nil }
    sequence += 1
    return plaintext
  }

  /// ComputeNonce(seq) = xor(base_nonce, I2OSP(seq, Nn)).
  private var nonce: AEADNonce { baseNonce.xor(AEADNonce(counter: sequence)) }
}
