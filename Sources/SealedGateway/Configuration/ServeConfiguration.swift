package import SealedHTTP
package import SealedPayload

/// What `sealgate serve` is told: a gateway before an API.
package struct ServeConfiguration: Sendable {
  /// Where it listens, for plain HTTP behind whatever ends TLS.
  package let listen: ListenAddress

  /// Where it tells machines whether it lives and is ready; nowhere if nil.
  package let statusListen: ListenAddress?

  /// Where the API really is.
  package let upstream: APIOrigin

  /// The file of the certificate authorities that vouch for it; nil for the system's.
  package let authoritiesFile: String?

  /// The API's origin, as clients know it.
  package let issuer: Issuer

  /// The folder of the keys.
  package let keysFolder: String

  /// The file of the clients that may sign; none if nil.
  package let clientsFile: String?

  /// Routes, limits and the like of the server.
  package let server: ServerOptions

  /// What the listener accepts at most.
  package let listener: ListeningLimits

  /// How the API is asked, and the fields by which it learns who sent a request.
  package let application: ApplicationOptions

  /// Whether somebody else makes and retires keys.
  package let rotatesManually: Bool

  /// What the log has.
  package let log: LogSettings
}

/// What was read of a `ServeConfiguration`, which may lack what is required.
package struct ServeDraft: ListeningDraft {
  var listen = ListenAddress(host: "127.0.0.1", port: 8443)
  var statusListen: ListenAddress?
  var upstream: APIOrigin?
  var authoritiesFile: String?
  var issuer: Issuer?
  var allowsHTTPIssuer = false
  var keysFolder: String?
  var clientsFile: String?
  var server = ServerOptions()
  var outerPrefixes: [OuterPrefix] = []
  package var listener = ListeningLimits()
  var application = ApplicationOptions(authority: "")
  var rotatesManually = false
  package var log = LogSettings()

  var authorities: [String] {
    get { server.authorities.sorted() }
    set { server.authorities = Set(newValue) }
  }

  var trustedProxies: [PeerAddress] {
    get { server.trustedProxies.sorted { $0.host < $1.host } }
    set { server.trustedProxies = Set(newValue) }
  }

  var passedOnFields: [String] {
    get { server.untrustedFields.sorted() }
    set { server.untrustedFields = Set(newValue) }
  }

  var corsOrigins: [Issuer] {
    get { server.crossOrigin.origins.sorted().compactMap { try? Issuer(origin: $0) } }
    set { server.crossOrigin.origins = Set(newValue.map(\.text)) }
  }

  package var headSeconds: Int {
    get { listener.headSeconds }
    set { (listener.headSeconds, server.limits.headSeconds) = (newValue, newValue) }
  }
}

extension ServeConfiguration {
  /// Makes a configuration of a draft, or notes what does not go together.
  init?(_ draft: ServeDraft, _ conflicts: inout SettingConflicts) {
    guard let upstream = draft.upstream, let issuer = draft.issuer, let keysFolder = draft.keysFolder else {
      return nil
    }
    ServeRules(draft: draft, issuer: issuer).check(&conflicts)
    var server = draft.server
    server.limits.signedBody = min(server.limits.signedBody, server.limits.body)
    let prefixes = draft.outerPrefixes
    server.mapsOuterTarget = { target in
      prefixes.lazy.map { $0.undone(target) }.first { $0 != target } ?? target
    }
    (listen, self.upstream, self.issuer) = (draft.listen, upstream, issuer)
    (statusListen, authoritiesFile) = (draft.statusListen, draft.authoritiesFile)
    (self.keysFolder, clientsFile, self.server) = (keysFolder, draft.clientsFile, server)
    (listener, rotatesManually, log) = (draft.listener, draft.rotatesManually, draft.log)
    var application = draft.application
    (application.scheme, application.authority) = (upstream.scheme, upstream.authority)
    self.application = application
  }
}

/// What settings of `serve` must go together.
private struct ServeRules {
  let draft: ServeDraft
  let issuer: Issuer

  func check(_ conflicts: inout SettingConflicts) {
    if issuer.text.hasPrefix("http:"), !draft.allowsHTTPIssuer { conflicts.add(.httpIssuer, at: "issuer") }
    if draft.clientsFile == nil, draft.server.routes.contains(where: \.policy.needsSigner) {
      conflicts.add(
        "routes", "a route needs a signer, and nobody knows the clients", "add clients, a file of their keys")
    }
    checkFields(&conflicts)
    conflicts.check(draft.listener)
  }

  private func checkFields(_ conflicts: inout SettingConflicts) {
    let fields = [
      ("identity.client_field", draft.application.clientField),
      ("identity.signer_field", draft.application.signerField),
      ("identity.protection_field", draft.application.protectionField),
    ]
    for (index, field) in fields.enumerated() {
      if fields[..<index].contains(where: { $0.1 == field.1 }) {
        conflicts.add(field.0, "'\(field.1)' already tells something else", "give it a name of its own")
      }
      if draft.server.untrustedFields.contains(field.1) {
        conflicts.add(field.0, "hops may write '\(field.1)'", "take it out of passed_on_fields")
      }
    }
  }
}

extension SettingConflicts {
  mutating func add(_ problem: SettingProblem, at setting: String) {
    add(setting, problem.problem, problem.remedy)
  }

  /// What the limits of a listener must keep to.
  mutating func check(_ limits: ListeningLimits) {
    if let one = limits.connectionsPerAddress, one > limits.connections {
      add("limits.connections_per_address", "it is more than limits.connections", "lower it, or raise the other")
    }
    if limits.headSeconds > limits.requestSeconds {
      add("limits.head_seconds", "it is more than limits.request_seconds", "lower it, or raise the other")
    }
  }
}

extension SettingProblem {
  /// An issuer that anybody on the way could answer for.
  static var httpIssuer: SettingProblem {
    SettingProblem(
      "an http origin", "use https, or add allow_http_issuer_for_local_work where all machines are your own")
  }
}
