internal import SealedPayload

/// The settings of `proxy`.
package enum ProxySettings {
  /// The table of them.
  package static let table = SettingTable(
    section: "proxy", help: "A proxy beside a client: takes plain requests, seals them for an API",
    initial: initial, settings: addresses + messages + limits + SharedSettings.log(initial)
  ) { draft, conflicts in ProxyConfiguration(draft, &conflicts) }

  private static let initial = ProxyDraft()

  private static var addresses: [Setting<ProxyDraft>] {
    [
      Setting(
        "listen", .listen, \.listen, of: initial,
        help: "The address and port to listen on, for plain HTTP of programs on this machine"),
      Setting(
        "accept_plain_http_from_other_machines", .flag, \.allowsOtherMachines, of: initial,
        help: "Listen where other machines can connect: what they send can be read on the way to here"),
      Setting(
        "pages", flag: "page", .list(of: .origin), \.pages, of: initial,
        help: "Origins of web pages that may use the proxy from a browser on this machine"),
      Setting(
        "names", flag: "name", .list(of: .host), \.names, of: initial,
        help: "Host names by which programs may call the proxy, besides localhost and addresses"),
      Setting("api", .origin, \.api, isRequired: true, help: "The API's origin"),
      Setting(
        "allow_http_issuer_for_local_work", .flag, \.allowsHTTPIssuer, of: initial,
        help: "Accept an http API: for work on one machine, never for a network"),
      Setting(
        "pins", flag: "pin", .list(of: .publicKey), \.pins, isRequired: true,
        help: "The API's identity key; a second one while it is being replaced"),
      Setting(
        "connect", .hostAndPort, \.connect, help: "Where to connect instead of the API's host and port"),
      Setting(
        "certificate_authorities", flag: "cacert", .path("FILE"), \.authoritiesFile,
        help: "Verify certificates against these authorities, in PEM, instead of the system's"),
      Setting(
        "state", .path("DIR"), \.stateFolder,
        help: "Remember the accepted key configuration in this folder, so that no older one is accepted after a restart"
      ),
    ]
  }

  private static var messages: [Setting<ProxyDraft>] {
    [
      Setting(
        "sign_with", .path("KEYFILE"), \.signingKeyFile, help: "Sign requests with this key"),
      Setting(
        "passphrase_file", .path("FILE"), \.passphraseFile,
        help: "Take the passphrase of that key from the first line of FILE, which only you may read"),
      Setting(
        "private_fields", flag: "private-field", .list(of: .field), \.privateFields, of: initial,
        help: "More fields that hops must not see, besides authorization, cookie and the like"),
      Setting(
        "padding", .padding, \.padding, of: initial,
        help: "How lengths are hidden: standard, none, or to a multiple of this many bytes"),
      Setting(
        "unlinkable", .flag, \.isUnlinkable, of: initial,
        help: "Use a key exchange for each request, so that hops cannot tell which belong together"),
    ]
  }

  private static var limits: [Setting<ProxyDraft>] {
    SharedSettings.limits(initial) + [
      Setting(
        "limits.body_bytes", .integer("BYTES", 0...(1 << 40)), \.bodyBytes, of: initial,
        help: "Bytes of a body at most, in either direction")
    ]
  }
}
