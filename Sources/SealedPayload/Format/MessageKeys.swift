package import SealedCrypto

/// The keys of one message (spec/sealed-payload.md, "Key derivation").
///
///     secret     = ctx.Export(bind, 32 + Nk)
///     commitment = secret[0..<32];  key = secret[32...]
package struct MessageKeys: ~Copyable, Sendable {
  package static let commitmentByteCount = 32

  package let commitment: [UInt8]
  package let key: AEADKey

  /// Nil where this machine can't run the AEAD.
  package init?(_ context: ExporterContext, bind: [UInt8], aead: AEAD) {
    let secret = bind.withSpan {
      context.export($0, count: Self.commitmentByteCount + AEAD.keyByteCount)
    }
    let key = secret.withBytes { AEADKey(aead, key: $0.extracting(last: AEAD.keyByteCount)) }
    guard let key else { return nil }
    commitment = secret.withBytes { [UInt8](copying: $0.extracting(first: Self.commitmentByteCount)) }
    self.key = key
  }
}
