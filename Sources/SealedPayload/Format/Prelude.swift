package import SealedCrypto

/// The cleartext beginning of kinds 1 and 2 (spec/sealed-payload.md, "Prelude").
///
///     "SPL" 0x01 | u8 kind | u8 HPKE mode | u16 kem | u16 kdf | u16 aead | key_id(8) | enc(Nenc)
///     | nonce(16, random) | u64 timestamp (seconds since 1970)
package struct Prelude: Sendable {
  package static let magic = Array("SPL".utf8) + [0x01]
  package static let nonceByteCount = 16
  private static let encOffset = 20

  /// Bytes that tell how long the whole prelude is: up to the KEM's number.
  package static let prefixByteCount = 8

  package let kind: MessageKind
  package let suite: HPKE.Suite
  package let aead: AEAD
  package let keyIdentifier: KeyIdentifier
  package let timestamp: UInt64
  /// The whole prelude as it is on the wire: `bind` of its message.
  package let bytes: [UInt8]

  package init(
    kind: MessageKind, kem: HPKE.KEM, aead: AEAD, keyIdentifier: KeyIdentifier, enc: [UInt8], nonce: [UInt8],
    timestamp: UInt64
  ) {
    suite = HPKE.Suite(kem: kem, aead: aead.rawValue)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount(kem))
    bytes += Self.magic
    bytes.append(kind.rawValue)
    bytes.append(HPKE.Mode.base.rawValue)
    bytes.append(bigEndian: kem.rawValue)
    bytes.append(bigEndian: suite.kdf.rawValue)
    bytes.append(bigEndian: aead.rawValue)
    bytes.append(bigEndian: keyIdentifier.value)
    bytes += enc
    bytes += nonce
    bytes.append(bigEndian: timestamp)
    self.kind = kind
    self.aead = aead
    self.keyIdentifier = keyIdentifier
    self.timestamp = timestamp
    self.bytes = bytes
  }

  /// Nenc of the suite.
  private var encByteCount: Int { suite.kem.encapsulationByteCount }

  /// The encapsulated key.
  package var enc: [UInt8] { Array(bytes[Self.encOffset..<Self.encOffset + encByteCount]) }

  /// The random bytes that make the message's keys its own.
  package var nonce: [UInt8] { Array(bytes[(Self.encOffset + encByteCount)...].prefix(Self.nonceByteCount)) }

  /// All that messages of one session have in common: the prelude before the nonce.
  package var sessionPrefix: [UInt8] { Array(bytes[..<(Self.encOffset + encByteCount)]) }

  /// Bytes of a prelude with this KEM: 76 for X25519.
  package static func byteCount(_ kem: HPKE.KEM) -> Int {
    encOffset + kem.encapsulationByteCount + nonceByteCount + 8
  }

  /// Looks at the first 8 bytes and tells how long the prelude is.
  package static func byteCount(prefix: Span<UInt8>, expecting kind: MessageKind) throws(FormatError) -> Int {
    guard prefix.extracting(first: 3).elementsEqual(Array(magic[..<3])) else { throw .magic }
    guard prefix[3] == magic[3] else { throw .version }
    guard prefix[4] == kind.rawValue else { throw .unexpectedKind(prefix[4]) }
    guard prefix[5] == HPKE.Mode.base.rawValue else { throw .mode(prefix[5]) }
    let number = prefix.bigEndian(at: 6, as: UInt16.self)
    guard let kem = HPKE.KEM(rawValue: number) else { throw .kem(number) }
    return byteCount(kem)
  }

  /// Whether reading the prelude of a request needs no more bytes: it is there, or it is wrong.
  package static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= prefixByteCount else { return false }
    return bytes.withSpan { span in
      guard let count = try? byteCount(prefix: span, expecting: .request) else { return true }
      return span.count >= count
    }
  }

  /// Reads a whole prelude.
  package init(_ wire: Span<UInt8>, expecting kind: MessageKind) throws(FormatError) {
    guard wire.count >= Self.prefixByteCount else { throw .truncated }
    guard try Self.byteCount(prefix: wire, expecting: kind) <= wire.count else { throw .truncated }
    guard let kem = HPKE.KEM(rawValue: wire.bigEndian(at: 6, as: UInt16.self)) else { throw .magic }
    let kdf = wire.bigEndian(at: 8, as: UInt16.self)
    guard HPKE.KDF(rawValue: kdf) != nil else { throw .kdf(kdf) }
    let number = wire.bigEndian(at: 10, as: UInt16.self)
    guard let aead = AEAD(rawValue: number) else { throw .aead(number) }
    let count = Self.byteCount(kem)
    let timestamp = wire.bigEndian(at: count - 8, as: UInt64.self)
    guard timestamp <= FormatLimits.timestamp else { throw .timestamp(timestamp) }
    guard aead.isAvailable else { throw .unavailable(.aes256GCM) }
    guard kem.isAvailable else { throw .unavailable(.xWing) }
    self.kind = kind
    suite = HPKE.Suite(kem: kem, aead: aead.rawValue)
    self.aead = aead
    keyIdentifier = KeyIdentifier(value: wire.bigEndian(at: 12, as: UInt64.self))
    self.timestamp = timestamp
    bytes = [UInt8](copying: wire.extracting(first: count))
  }
}
