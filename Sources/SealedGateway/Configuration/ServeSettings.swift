internal import SealedHTTP
internal import SealedPayload

/// The settings of `serve`.
package enum ServeSettings {
  /// The table of them.
  package static let table = SettingTable(
    section: "serve", help: "A gateway before an API: takes sealed requests, passes them on in the clear",
    initial: initial, settings: addresses + keys + requests + fields + limits + answers + SharedSettings.log(initial)
  ) { draft, conflicts in ServeConfiguration(draft, &conflicts) }

  private static let initial = ServeDraft()

  private static var addresses: [Setting<ServeDraft>] {
    [
      Setting(
        "listen", .listen, \.listen, of: initial,
        help: "The address and port to listen on, for plain HTTP behind whatever ends TLS"),
      Setting(
        "status_listen", .listen, \.statusListen,
        help: "Another address and port, for machines that ask GET /health and GET /ready; keep it from strangers"),
      Setting(
        "upstream", .upstream, \.upstream, isRequired: true,
        help: "Where the API really is: the origin that opened requests are sent to"),
      Setting(
        "certificate_authorities", flag: "cacert", .path("FILE"), \.authoritiesFile,
        help: "Verify the upstream's certificate against these authorities, in PEM, instead of the system's"),
      Setting("issuer", .origin, \.issuer, isRequired: true, help: "The API's origin, as its clients know it"),
      Setting(
        "allow_http_issuer_for_local_work", .flag, \.allowsHTTPIssuer, of: initial,
        help: "Accept an http issuer: for work on one machine, never for a network"),
      Setting(
        "authorities", flag: "authority", .list(of: .authority), \.authorities, of: initial,
        help: "Other hosts that requests may name inside, besides the issuer's"),
    ]
  }

  private static var keys: [Setting<ServeDraft>] {
    [
      Setting(
        "keys", .path("DIR"), \.keysFolder, isRequired: true,
        help: "The folder of the identity key, the keys that open requests, and the replay record"),
      Setting(
        "clients", .path("FILE"), \.clientsFile,
        help: "The clients that may sign: a name and a public key on each line"),
      Setting(
        "manual_rotation", .flag, \.rotatesManually, of: initial,
        help: "Neither make, sign nor erase keys; somebody else does, with 'sealtool keys'"),
    ]
  }

  private static var requests: [Setting<ServeDraft>] {
    [
      Setting(
        "routes", flag: "route", .list(of: .route), \.server.routes, of: initial,
        help: """
          What some requests must be: sealed, authenticated, signed, or unsealed as an exception; the first that matches \
          counts, and all others must be sealed. As a flag: 'POST /payments=signed'
          """),
      Setting(
        "tunnel_path", .target, \.server.tunnelPath,
        help: "The path of the tunnel, in which hops see neither method nor path; off unless given"),
      Setting(
        "outer_prefixes", flag: "outer-prefix", .list(of: .outerPrefix), \.outerPrefixes, of: initial,
        help: "What a hop puts before paths, and what was there: /api=/ where /api/orders was /orders"),
      Setting(
        "trusted_proxies", flag: "trusted-proxy", .list(of: .address), \.trustedProxies, of: initial,
        help: "Addresses of proxies whose X-Forwarded-For counts"),
      Setting(
        "cors_origins", flag: "cors-origin", .list(of: .origin), \.corsOrigins, of: initial,
        help: "Origins of web pages that may call the API from a browser"),
    ]
  }

  private static var fields: [Setting<ServeDraft>] {
    [
      Setting(
        "passed_on_fields", flag: "passed-on-field", .list(of: .field), \.passedOnFields, of: initial,
        help: "Fields that hops may write and the API still gets, for tracing"),
      Setting(
        "identity.client_field", .field, \.application.clientField, of: initial,
        help: "The field that tells the API the name of the client that signed"),
      Setting(
        "identity.signer_field", .field, \.application.signerField, of: initial,
        help: "The field that tells the API the key that signed"),
      Setting(
        "identity.protection_field", .field, \.application.protectionField, of: initial,
        help: "The field that tells the API how the request came: sealed, authenticated, signed or unsealed"),
    ]
  }

  private static var limits: [Setting<ServeDraft>] {
    SharedSettings.limits(initial) + [
      Setting(
        "limits.body_bytes", .integer("BYTES", 0...(1 << 40)), \.server.limits.body, of: initial,
        help: "Bytes of a sealed body at most, padding included"),
      Setting(
        "limits.signed_body_bytes", .integer("BYTES", 0...(1 << 30)), \.server.limits.signedBody, of: initial,
        help:
          "Bytes at most of a body that is read whole because its route asks for a signature; never more than body_bytes"
      ),
      Setting(
        "limits.new_sessions_per_second", .integer("N", 1...100_000), \.server.limits.newSessionsPerSecond,
        of: initial, help: "Key exchanges of one address in a second, on average"),
      Setting(
        "limits.new_sessions_at_once", .integer("N", 1...1_000_000), \.server.limits.newSessionsAtOnce,
        of: initial, help: "Key exchanges of one address at once"),
      Setting(
        "limits.anonymous_claims", .integer("N", 1...1_000_000_000), \.server.limits.anonymousClaims, of: initial,
        help:
          "Requests of clients who don't sign, from one address in 185 seconds; behind a hop name it in trusted_proxies"
      ),
    ]
  }

  private static var answers: [Setting<ServeDraft>] {
    [
      Setting(
        "padding", .padding, \.server.padding, of: initial,
        help: "How lengths of answers are hidden: standard, none, or to a multiple of this many bytes"),
      Setting(
        "sign_responses", .flag, \.server.signsResponses, of: initial,
        help: "Sign answers with the response key, so that clients can show them to others"),
      Setting(
        "always_show_200", .flag, \.server.alwaysShows200, of: initial,
        help: "Show hops status 200 whatever the answer is"),
    ]
  }
}
