internal import SealedCrypto
internal import SealedPayload

/// Which fields of a request appear outside too, and which of them are credentials (spec/sealed-payload.md, section 21.3).
struct FieldVisibility: Sendable {
  /// Credentials: seen by nobody on the way, and part of what a session belongs to.
  private static let credentials: Set<String> = [
    "authorization", "cookie", "x-api-key", "api-key", "apikey", "x-auth-token", "x-access-token", "x-csrf-token",
    "x-xsrf-token", "x-amz-security-token",
  ]
  /// Nobody's business either, but other for each request, or about nobody: no reason for another session.
  private static let confidential: Set<String> = [
    "idempotency-key", "dpop", "signature", "signature-input", "referer", "from",
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
    Self.credentials.contains(name) || additionalCredentials.contains(name)
  }
}
