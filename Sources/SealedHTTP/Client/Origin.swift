internal import SealedPayload

/// The scheme and authority of an API.
struct Origin: Sendable, Hashable {
  let scheme: String
  let authority: String

  init(_ issuer: Issuer) {
    scheme = String(issuer.text.prefix { $0 != ":" })
    authority = String(issuer.text.dropFirst(scheme.count + "://".count))
  }
}
