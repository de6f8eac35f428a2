internal import SealedCrypto
internal import SealedPayload

/// Which fields of a request appear outside too, and which of them are credentials (spec/sealed-payload.md, section 21.3).
struct FieldVisibility: Sendable {
  /// Who has one of these in its name is a credential, so that a field that is not known yet is not shown: seen by nobody
  /// on the way, and part of what a session belongs to.
  private static let credentialWords = [
    "auth", "cookie", "credential", "key", "password", "secret", "session", "signature", "token",
  ]
  /// Nobody's business either, but other for each request, or about nobody: no reason for another session.
  private static let confidential: Set<String> = [
    "idempotency-key", "x-idempotency-key", "dpop", "signature", "signature-input", "referer", "from",
  ]
  /// Outside these would speak of the sealed message: a hop would encode, cut or cache it.
  private static let aboutContent: Set<String> = [
    "accept-encoding", "range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since",
    "cache-control", "pragma", "digest", "repr-digest", "want-content-digest", "want-repr-digest", "incremental",
  ]
  private static let traceContext: Set<String> = ["traceparent", "tracestate"]

  private let additionalCredentials: Set<String>
  private let hidesAll: Bool

  init(_ options: ClientOptions) {
    additionalCredentials = Set(options.additionalPrivateFields.map { $0.lowercased() })
    hidesAll = options.hidesAllFields
  }

  /// The inner fields that appear outside too.
  func outside(_ fields: [HeaderField], inTunnel: Bool) -> [HeaderField] {
    if hidesAll || inTunnel { return fields.filter { Self.traceContext.contains($0.name) } }
    return fields.filter { field in
      !isCredential(field.name) && !Self.confidential.contains(field.name) && !Self.aboutContent.contains(field.name)
        && !field.name.hasPrefix("content-")
    }
  }

  /// Stands for the credentials of a request where sessions are compared: the same for the same fields, and told by nothing else.
  func credentialDigest(_ fields: [HeaderField], key: [UInt8]) -> [UInt8] {
    var input: [UInt8] = []
    for field in fields where isCredential(field.name) {
      for part in [Array(field.name.utf8), field.rawValue] {
        input.append(bigEndian: UInt64(part.count))
        input += part
      }
    }
    defer { input.erase() }
    return input.withSpan { input in key.withSpan { HMACSHA256.code(for: input, key: $0) } }
  }

  private func isCredential(_ name: String) -> Bool {
    if additionalCredentials.contains(name) { return true }
    return !Self.confidential.contains(name) && Self.credentialWords.contains { name.contains($0) }
  }
}
