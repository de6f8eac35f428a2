internal import SealedCommandLine
internal import SealedPayload

/// What is in a key directory, for people and programs.
struct KeyStoreReport {
  private let listing: KeyStoreListing
  private let now: UInt64
  private let configuration: KeyConfiguration?
  private let problem: KeyStoreError?

  init(_ listing: KeyStoreListing, now: UInt64, configuration: KeyConfiguration?, problem: KeyStoreError?) {
    (self.listing, self.now, self.configuration, self.problem) = (listing, now, configuration, problem)
  }

  /// One fact a line.
  var lines: [String] {
    var lines = ["issuer: \(listing.issuer)", "pin: \(listing.identity)"]
    if let next = listing.nextIdentity { lines.append("next pin: \(next)") }
    if let key = listing.responseKey { lines.append("signs responses: \(key)") }
    lines.append("suites: \(listing.policy.ciphers.map(\.name).joined(separator: ", "))")
    for key in listing.keys {
      let listed = isListed(key) ? "" : ", not listed"
      lines.append(
        "key \(key.identifier): \(key.phase(at: now).rawValue)\(listed), used \(Clock.text(key.validity.lowerBound)) to "
          + "\(Clock.text(key.validity.upperBound)), accepted until \(Clock.text(key.acceptedUntil))")
    }
    lines.append(configuration.map { "signed until: \(Clock.text($0.expiry))" } ?? "signed: no")
    if let problem { lines.append("problem: \(problem)") }
    return lines
  }

  /// The same for programs; times in seconds since 1970.
  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.string("issuer", listing.issuer.text)
      json.string("pin", listing.identity.description)
      if let next = listing.nextIdentity { json.string("next_pin", next.description) }
      if let key = listing.responseKey { json.string("response_key", key.description) }
      json.array("suites") { json in
        for cipher in listing.policy.ciphers { json.element(cipher.name) }
      }
      json.array("keys") { json in
        for key in listing.keys { json.elementObject { write(key, to: &$0) } }
      }
      if let configuration { json.integer("signed_until", configuration.expiry) } else { json.null("signed_until") }
      if let problem { json.string("problem", problem.description) } else { json.null("problem") }
    }
    return String(decoding: writer.text(), as: UTF8.self)
  }

  private func write(_ key: StoredKey, to json: inout JSONWriter) {
    json.string("kid", key.identifier.description)
    json.string("public_key", key.recipient.publicKey.description)
    json.string("phase", key.phase(at: now).rawValue)
    json.bool("listed", isListed(key))
    json.integer("nbf", key.validity.lowerBound)
    json.integer("exp", key.validity.upperBound)
    json.integer("accepted_until", key.acceptedUntil)
  }

  private func isListed(_ key: StoredKey) -> Bool {
    configuration?.keys.contains { $0.recipient == key.recipient } ?? false
  }
}
