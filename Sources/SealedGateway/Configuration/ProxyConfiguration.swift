package import SealedPayload

/// What `sealgate proxy` is told: a proxy beside a client, which seals for it.
package struct ProxyConfiguration: Sendable {
  /// Where it listens, for the plain requests of programs on this machine.
  package let listen: ListenAddress

  /// The API's origin.
  package let api: Issuer

  /// The identity keys of the API that are trusted.
  package let pins: [VerifyingKey]

  /// Origins of web pages that may use the proxy.
  package let pages: [Issuer]

  /// Host names by which programs may call the proxy, besides `localhost` and addresses.
  package let names: [String]

  /// The file of the certificate authorities that vouch for the API's server; nil for the system's.
  package let authoritiesFile: String?

  /// Where to connect instead of the API's host; nil for that host.
  package let connect: HostAndPort?

  /// The file of the key that signs requests; nil for none.
  package let signingKeyFile: String?

  /// The file of its passphrase.
  package let passphraseFile: String?

  /// More fields that hops must not see, besides the standard ones.
  package let privateFields: [String]

  /// How lengths are hidden.
  package let padding: Padding

  /// The folder that remembers the accepted key configuration, against roll-back; nil for none.
  package let stateFolder: String?

  /// Whether no two requests share a key exchange.
  package let isUnlinkable: Bool

  /// Bytes of a body at most.
  package let bodyBytes: Int

  /// What the listener accepts at most.
  package let listener: ListeningLimits

  /// What the log has.
  package let log: LogSettings
}

/// What was read of a `ProxyConfiguration`, which may lack what is required.
package struct ProxyDraft: ListeningDraft {
  var listen = ListenAddress(host: "127.0.0.1", port: 8080)
  var allowsOtherMachines = false
  var api: Issuer?
  var allowsHTTPIssuer = false
  var pins: [VerifyingKey]?
  var pages: [Issuer] = []
  var names: [String] = []
  var authoritiesFile: String?
  var connect: HostAndPort?
  var signingKeyFile: String?
  var passphraseFile: String?
  var privateFields: [String] = []
  var padding = Padding.standard
  var stateFolder: String?
  var isUnlinkable = false
  var bodyBytes = 64 << 20
  package var listener = ListeningLimits()
  package var log = LogSettings()

  package var headSeconds: Int {
    get { listener.headSeconds }
    set { listener.headSeconds = newValue }
  }
}

extension ProxyConfiguration {
  /// Makes a configuration of a draft, or notes what does not go together.
  init?(_ draft: ProxyDraft, _ conflicts: inout SettingConflicts) {
    guard let api = draft.api, let pins = draft.pins else { return nil }
    if api.text.hasPrefix("http:"), !draft.allowsHTTPIssuer { conflicts.add(.httpIssuer, at: "api") }
    if pins.isEmpty {
      conflicts.add("pins", "there is none", "add the key that 'sealgate serve' prints at the API")
    }
    if !draft.listen.isLoopback, !draft.allowsOtherMachines {
      conflicts.add(
        "listen", "other machines could send requests in the clear, in your name",
        "listen on 127.0.0.1, or add accept_plain_http_from_other_machines")
    }
    if draft.passphraseFile != nil, draft.signingKeyFile == nil {
      conflicts.add("passphrase_file", "there is no key that it belongs to", "add sign_with, or leave it out")
    }
    conflicts.check(draft.listener)
    (pages, names, authoritiesFile) = (draft.pages, draft.names, draft.authoritiesFile)
    (listen, self.api, self.pins, connect) = (draft.listen, api, pins, draft.connect)
    (signingKeyFile, passphraseFile) = (draft.signingKeyFile, draft.passphraseFile)
    (privateFields, padding, stateFolder) = (draft.privateFields, draft.padding, draft.stateFolder)
    (isUnlinkable, bodyBytes, listener, log) = (draft.isUnlinkable, draft.bodyBytes, draft.listener, draft.log)
  }
}
