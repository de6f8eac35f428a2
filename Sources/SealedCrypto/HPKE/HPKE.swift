/// HPKE (RFC 9180): what the format uses of it, and the rest of it as far as the published vectors go.
package enum HPKE {
  /// Modes, RFC 9180 table 1.
  ///
  /// The format uses `base` alone.
  package enum Mode: UInt8, Sendable {
    case base = 0x00
    case psk = 0x01
    case auth = 0x02
    case authPSK = 0x03
  }

  /// KEM identifiers, RFC 9180 table 2 and draft-ietf-hpke-pq.
  package enum KEM: UInt16, Sendable, CaseIterable {
    case x25519HKDFSHA256 = 0x0020
    case xWing = 0x647a
  }

  /// KDF identifiers, RFC 9180 table 3.
  package enum KDF: UInt16, Sendable {
    case hkdfSHA256 = 0x0001
  }

  /// The AEAD number of a context that can only export, RFC 9180 table 5.
  package static let exportOnly: UInt16 = 0xFFFF

  /// A combination of algorithms; `aead` is a number because the published vectors know an export-only one.
  package struct Suite: Sendable, Hashable {
    package let kem: KEM
    package let kdf: KDF
    package let aead: UInt16

    package init(kem: KEM, kdf: KDF = .hkdfSHA256, aead: UInt16) {
      self.kem = kem
      self.kdf = kdf
      self.aead = aead
    }

    /// suite_id = concat("HPKE", I2OSP(kem_id, 2), I2OSP(kdf_id, 2), I2OSP(aead_id, 2)), RFC 9180 section 5.1.
    package var identifier: [UInt8] {
      var id = Array("HPKE".utf8)
      id.append(bigEndian: kem.rawValue)
      id.append(bigEndian: kdf.rawValue)
      id.append(bigEndian: aead)
      return id
    }
  }
}

extension HPKE.KEM {
  /// Nenc: bytes of an encapsulated key.
  package var encapsulationByteCount: Int {
    switch self {
    case .x25519HKDFSHA256: X25519.byteCount
    case .xWing: XWing.encapsulationByteCount
    }
  }

  /// Npk: bytes of a public key.
  package var publicKeyByteCount: Int {
    switch self {
    case .x25519HKDFSHA256: X25519.byteCount
    case .xWing: XWing.publicKeyByteCount
    }
  }

  /// Nsk: bytes of a private key; X-Wing's is a seed.
  package var privateKeyByteCount: Int { 32 }

  /// Whether the linked libsodium has it.
  package var isAvailable: Bool {
    switch self {
    case .x25519HKDFSHA256: true
    case .xWing: XWing.isAvailable
    }
  }
}
