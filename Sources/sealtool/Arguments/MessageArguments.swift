internal import SealedCommandLine
internal import SealedPayload

// Values of options as the library's types; what does not fit is a usage error that does not repeat the value.

extension ParsedArguments {
  /// The recipient's public key.
  func recipientKey() throws(UsageError) -> RecipientPublicKey {
    let text = try required(.recipient)
    do throws(KeyError) {
      return try RecipientPublicKey(text)
    } catch {
      throw .unusable(
        OptionName.recipient.typed, problem: Self.keyProblem(error, "x25519"),
        remedy: "give what 'sealtool public' prints for an encryption key")
    }
  }

  /// The key that must have signed, if one is named.
  func signer() throws(UsageError) -> VerifyingKey? {
    guard let text = value(.signer) else { return nil }
    do throws(KeyError) {
      return try VerifyingKey(text)
    } catch {
      throw .unusable(
        OptionName.signer.typed, problem: Self.keyProblem(error, "ed25519"),
        remedy: "give what 'sealtool public' prints for a signing key")
    }
  }

  private static func keyProblem(_ error: KeyError, _ prefix: String) -> String {
    switch error {
    case .unusablePublicKey: "no point that a key can have"
    case .unavailable(let name): "\(name) is not available in this build"
    default: "not \(prefix): and 43 characters"
    }
  }

  /// The origin that `--iss` names.
  func origin() throws(UsageError) -> Issuer {
    try issuer(try required(.iss), "the form https://host[:port], in lower case, without a slash at the end") {
      (text) throws(KeyError) in try Issuer(origin: text)
    }
  }

  /// The name that `--iss` gives a payload's recipient; none if it is not there.
  func issuerName() throws(UsageError) -> Issuer {
    guard let text = value(.iss) else { return .unnamed }
    return try issuer(text, "a plain name without ://; origins belong to requests") { (text) throws(KeyError) in
      try Issuer(name: text)
    }
  }

  /// The origin or name that `--iss` gives, if it is there.
  func anyIssuer() throws(UsageError) -> Issuer? {
    guard let text = value(.iss) else { return nil }
    return try issuer(text, "https://host[:port] for requests, a plain name for payloads") {
      (text) throws(KeyError) in try Issuer(text)
    }
  }

  private func issuer(
    _ text: String, _ expected: String, _ make: (String) throws(KeyError) -> Issuer
  ) throws(UsageError) -> Issuer {
    do throws(KeyError) {
      return try make(text)
    } catch {
      throw .invalidValue(of: OptionName.iss.typed, value: text, expected: expected)
    }
  }

  /// The cipher; the first if none is named.
  func cipher() throws(UsageError) -> Cipher {
    try choice(.suite, SuiteChoice.self) == .aes256gcm ? .aes256GCM : .chaCha20Poly1305
  }

  /// The headers as fields, their names in lower case.
  func fields() throws(UsageError) -> [HeaderField] {
    try headers().map { HeaderField($0.name.lowercased(), $0.value) }
  }

  /// Refuses a head that no sealed message can have.
  func check(_ head: Head) throws(UsageError) {
    do throws(HeadProblem) {
      _ = try head.encoded(HeadRules(allowsPlainHTTP: has(.allowHTTP)))
      if (try? ContentDigest(of: head.fields)) == nil { throw .contentDigest }
    } catch {
      let name = Self.option(for: error).typed
      let remedy = error == .scheme ? "use https, or add --allow-http for tests on one machine" : "correct or leave out"
      throw .unusable(name, problem: error.description, remedy: remedy)
    }
  }

  private static func option(for problem: HeadProblem) -> OptionName {
    switch problem {
    case .method: .method
    case .scheme, .authority, .path: .url
    case .status: .status
    default: .header
    }
  }

  /// What `--padding` asks for.
  func paddingPolicy() throws(UsageError) -> Padding {
    switch try padding() {
    case .standard: return .standard
    case .none: return .noneRevealingExactLengths
    case .multiple(let unit):
      guard unit <= FormatLimits.plaintext else {
        throw .invalidValue(
          of: OptionName.padding.typed, value: String(unit), expected: "at most \(FormatLimits.plaintext)")
      }
      return .multiple(of: unit)
    }
  }
}
