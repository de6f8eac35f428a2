package import SealedCrypto

/// The keys of one message (spec/sealed-payload.md, "Key derivation").
///
///     secret     = ctx.Export(bind, 32 + Nk)
///     commitment = secret[0..<32];  key = secret[32...]
package struct MessageKeys: ~Copyable, Sendable {
  package static let commitmentByteCount = 32

  package let commitment: [UInt8]
  package let key: AEADKey

  /// Commitment and key, one behind the other.
  static func secret(_ context: ExporterContext, bind: [UInt8]) -> Secret {
    bind.withSpan { context.export($0, count: commitmentByteCount + AEAD.keyByteCount) }
  }

  /// Nil where this machine can't run the AEAD.
  package init?(_ context: ExporterContext, bind: [UInt8], aead: AEAD) {
    let secret = Self.secret(context, bind: bind)
    let key = secret.withBytes { AEADKey(aead, key: $0.extracting(last: AEAD.keyByteCount)) }
    guard let key else { return nil }
    commitment = secret.withBytes { [UInt8](copying: $0.extracting(first: Self.commitmentByteCount)) }
    self.key = key
  }

  /// Takes keys that were written down; nil where this machine can't run the AEAD.
  init?(commitment: [UInt8], key: borrowing Secret, aead: AEAD) {
    guard let key = key.withBytes({ AEADKey(aead, key: $0) }) else { return nil }
    self.commitment = commitment
    self.key = key
  }
}
