/// What remains of an HPKE context once it only exports: the exporter secret, taken in once (RFC 9180 section 5.3).
///
/// A class, so that the messages of one session share it; erased with its last holder.
package final class ExporterContext: Sendable {
  package let suite: HPKE.Suite
  private let exporterSecret: Secret
  private let kdf: LabeledKDF
  private let expander: HKDFSHA256

  package init(_ suite: HPKE.Suite, exporterSecret: consuming Secret) {
    self.suite = suite
    kdf = LabeledKDF(suiteID: suite.identifier)
    expander = HKDFSHA256(pseudorandomKey: exporterSecret)
    self.exporterSecret = exporterSecret
  }

  /// ```
  /// def Context.Export(exporter_context, L):
  ///   return LabeledExpand(self.exporter_secret, "sec", exporter_context, L)
  /// ```
  package func export(_ context: Span<UInt8>, count: Int) -> Secret {
    kdf.expand(expander, label: "sec", info: context, count: count)
  }

  /// Calls `body` with the exporter secret, for exchange files, key logs and vectors.
  package func withExporterSecret<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try exporterSecret.withBytes(body)
  }
}
