package import SealedPayload

/// The forms in which vectors are published.
package enum VectorFormat: String, Sendable, CaseIterable {
  /// This format's own vectors.
  case sealedPayload = "sealed-payload"
  /// HPKE, in the form of RFC 9180's vectors and of the drafts that followed.
  case rfc9180
  /// Project Wycheproof's, for the primitives.
  case wycheproof
}

/// Why a file could not be run at all; a vector that disagrees is a `VectorFailure` in the report instead.
package enum VectorError: Error, Equatable, Sendable {
  case json(JSONDocument.Failure)
  /// A member that the form demands is missing or of another type.
  case member(String)
  /// The file is about something that this runner doesn't know.
  case unsupported(String)
}

/// Runs files of published vectors against the library.
package enum VectorRunner {
  /// Runs all vectors of one file.
  ///
  /// - Parameters:
  ///   - bytes: the file, whose size the caller has bounded.
  ///   - file: its name, for the report alone.
  /// - Throws: `VectorError` when the file isn't of the form that `format` says.
  package static func run(
    _ bytes: Span<UInt8>, file: String, format: VectorFormat
  ) throws(VectorError) -> VectorReport {
    var report = VectorReport(file: file)
    switch format {
    case .sealedPayload: try SealedPayloadVectors.run(bytes, into: &report)
    case .rfc9180: try RFC9180Vectors.run(bytes, into: &report)
    case .wycheproof: try WycheproofVectors.run(bytes, into: &report)
    }
    return report
  }
}
