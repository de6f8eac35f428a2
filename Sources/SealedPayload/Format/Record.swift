package import SealedCrypto

/// What a record holds; the type is inside the ciphertext, so nobody on the way sees it.
package enum RecordType: UInt8, Sendable {
  case head = 1
  case proof = 2
  case data = 3
  case end = 4
}

/// A record on the wire (spec/sealed-payload.md, "Records").
///
///     record = u32 length || ciphertext(length)      ; AEAD, no AAD, of: content || u8 type || zero padding
///     nonce  = record number, big-endian, left-padded with zeros to Nn bytes
package enum Record {
  package static let lengthByteCount = 4

  /// Bytes around the plaintext: length and tag.
  package static let overhead = lengthByteCount + AEAD.tagByteCount

  /// Seals one record into `target`, which has `plaintextCount` + 20 bytes.
  package static func seal(
    _ content: Span<UInt8>, as type: RecordType, number: UInt64, plaintextCount: Int, key: borrowing AEADKey,
    into target: inout MutableSpan<UInt8>
  ) {
    target.copy(content, at: lengthByteCount)
    target[lengthByteCount + content.count] = type.rawValue
    target.zero(lengthByteCount + content.count + 1..<lengthByteCount + plaintextCount)
    writeLength(plaintextCount + AEAD.tagByteCount, to: &target)
    target.withSubspan(lengthByteCount..<target.count) {
      key.sealInPlace(&$0, nonce: AEADNonce(counter: number))
    }
  }

  /// Seals a plaintext that ends with its type already, straight into `target`.
  package static func sealTyped(
    _ plaintext: Span<UInt8>, number: UInt64, key: borrowing AEADKey, into target: inout MutableSpan<UInt8>
  ) {
    writeLength(plaintext.count + AEAD.tagByteCount, to: &target)
    target.withSubspan(lengthByteCount..<target.count) {
      key.seal(plaintext, nonce: AEADNonce(counter: number), into: &$0)
    }
  }

  private static func writeLength(_ length: Int, to target: inout MutableSpan<UInt8>) {
    for index in 0..<lengthByteCount {
      target[index] = UInt8(truncatingIfNeeded: length >> (8 * (lengthByteCount - 1 - index)))
    }
  }

  /// Checks a length field: before anything is buffered for it.
  package static func length(_ field: Span<UInt8>) throws(FormatError) -> Int {
    let length = field.bigEndian(at: 0, as: UInt32.self)
    guard FormatLimits.recordLength.contains(Int(length)) else { throw .recordLength(length) }
    return Int(length)
  }

  /// Opens one record into `target`, which has 16 bytes less than `ciphertext`.
  ///
  /// - Returns: the type, and how many bytes at the start of `target` are content.
  package static func open(
    _ ciphertext: Span<UInt8>, number: UInt64, key: borrowing AEADKey, into target: inout MutableSpan<UInt8>
  ) throws(FormatError) -> Opened {
    guard key.open(ciphertext, nonce: AEADNonce(counter: number), into: &target) else { throw .forgedRecord(number) }
    var last = target.count - 1
    while last >= 0 && target[last] == 0 { last -= 1 }
    guard last >= 0 else { throw .recordType(nil) }
    guard let type = RecordType(rawValue: target[last]) else { throw .recordType(target[last]) }
    return Opened(type: type, contentCount: last)
  }

  /// What `open` found.
  package struct Opened: Sendable {
    package let type: RecordType
    package let contentCount: Int
  }
}
