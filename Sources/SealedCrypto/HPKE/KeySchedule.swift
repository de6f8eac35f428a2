/// The key schedule, RFC 9180 section 5.1.
/// ```
/// def KeySchedule<ROLE>(mode, shared_secret, info, psk, psk_id):
///   psk_id_hash = LabeledExtract("", "psk_id_hash", psk_id)
///   info_hash = LabeledExtract("", "info_hash", info)
///   key_schedule_context = concat(mode, psk_id_hash, info_hash)
///   secret = LabeledExtract(shared_secret, "secret", psk)
///   key = LabeledExpand(secret, "key", key_schedule_context, Nk)
///   base_nonce = LabeledExpand(secret, "base_nonce", key_schedule_context, Nn)
///   exporter_secret = LabeledExpand(secret, "exp", key_schedule_context, Nh)
/// ```
/// The format only exports, so `key` and `base_nonce` are computed on demand.
package struct KeySchedule: ~Copyable {
  /// The psk_id_hash of base mode, which is the same for all sessions of a suite.
  private static let emptyPSKIDHashes: [HPKE.Suite: [UInt8]] = {
    var hashes: [HPKE.Suite: [UInt8]] = [:]
    for kem in HPKE.KEM.allCases {
      for aead in AEAD.allCases {
        let suite = HPKE.Suite(kem: kem, aead: aead.rawValue)
        hashes[suite] = pskIDHash(LabeledKDF(suiteID: suite.identifier), Span())
      }
    }
    return hashes
  }()

  private static func pskIDHash(_ kdf: LabeledKDF, _ pskID: Span<UInt8>) -> [UInt8] {
    kdf.extract(label: "psk_id_hash", ikm: pskID).withBytes { [UInt8](copying: $0) }
  }

  package let suite: HPKE.Suite
  package let context: [UInt8]
  private let kdf: LabeledKDF
  private let expander: HKDFSHA256

  package init(
    _ suite: HPKE.Suite, mode: HPKE.Mode = .base, sharedSecret: borrowing Secret, info: Span<UInt8>,
    psk: Span<UInt8> = Span(), pskID: Span<UInt8> = Span()
  ) {
    let kdf = LabeledKDF(suiteID: suite.identifier)
    var context = [mode.rawValue]
    context.reserveCapacity(1 + 2 * HMACSHA256.byteCount)
    if pskID.isEmpty, let hash = Self.emptyPSKIDHashes[suite] {
      context += hash
    } else {
      context += Self.pskIDHash(kdf, pskID)
    }
    kdf.extract(label: "info_hash", ikm: info).withBytes { context.append($0) }
    let secret = sharedSecret.withBytes { kdf.extract(salt: $0, label: "secret", ikm: psk) }
    self.suite = suite
    self.context = context
    self.kdf = kdf
    expander = HKDFSHA256(pseudorandomKey: secret)
  }

  /// key, for contexts that seal (not the format's).
  package func key() -> Secret { expand("key", AEAD.keyByteCount) }

  /// base_nonce, for contexts that seal (not the format's).
  package func baseNonce() -> Secret { expand("base_nonce", AEAD.nonceByteCount) }

  /// The context that the format uses: it can only export.
  package func exporter() -> ExporterContext {
    ExporterContext(suite, exporterSecret: expand("exp", HMACSHA256.byteCount))
  }

  private func expand(_ label: StaticString, _ count: Int) -> Secret {
    context.withSpan { kdf.expand(expander, label: label, info: $0, count: count) }
  }
}
