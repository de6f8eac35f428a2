internal import SealedCommandLine
internal import SealedGateway
internal import SealedHTTP
internal import SealedPayload

/// Everything that `request` was told, checked.
struct RequestArguments {
  /// Whose key configuration is accepted.
  enum Trust: Equatable {
    /// One signed by one of these keys.
    case pins([VerifyingKey])
    /// The first one, remembered in this folder.
    case firstUse(folder: String)
  }

  /// The API.
  let issuer: Issuer

  /// Whose key configuration is accepted.
  let trust: Trust

  /// What is sent, without the fields that depend on the body.
  let head: RequestHead

  /// The parts of the body, as typed.
  let data: [String]

  /// The file of the key that signs; nil for none.
  let signingKeyFile: String?

  /// The file of its passphrase.
  let passphraseFile: String?

  /// The file of the certificate authorities that are trusted; nil for the system's.
  let authoritiesFile: String?

  /// Where to connect instead of the URL's host.
  let connect: HostAndPort?

  /// Fields that hops must not see, besides the standard ones.
  let privateFields: [String]

  /// How the length is hidden.
  let padding: Padding

  /// Seconds to wait at most.
  let seconds: Int

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let url = try TargetURL(try arguments.requiredOperand(), named: "URL")
    guard TargetRules.isPath(url.path) else {
      throw .unusable(
        "URL", problem: "its path is not in normal form", remedy: "leave out //, . and .., encode the rest")
    }
    issuer = try arguments.origin(arguments.value(.issuer) ?? url.origin)
    trust = try arguments.trust()
    data = arguments.values(.data)
    head = RequestHead(
      method: arguments.value(.method) ?? (data.isEmpty ? "GET" : "POST"), scheme: url.scheme,
      authority: url.authority, path: url.path, fields: try arguments.fields(hasBody: !data.isEmpty))
    signingKeyFile = arguments.value(.signWith)
    passphraseFile = arguments.value(.passphraseFile)
    authoritiesFile = arguments.value(.authorities)
    connect = try arguments.connect()
    privateFields = arguments.values(.privateField).map { $0.lowercased() }
    padding = try arguments.paddingPolicy()
    seconds = try arguments.integer(.maxTime, in: 1...86_400) ?? 300
    try arguments.check(head)
  }
}

extension ParsedArguments {
  fileprivate func origin(_ text: String) throws(UsageError) -> Issuer {
    guard let issuer = try? Issuer(origin: text) else {
      let name = has(.issuer) ? OptionName.issuer.typed : "URL"
      throw .unusable(name, problem: "it does not begin with an origin", remedy: "use the form https://host[:port]")
    }
    guard issuer.text.hasPrefix("https:") || has(.allowHTTPIssuer) else {
      throw .unusable(
        "URL", problem: "its scheme is not https",
        remedy: "use https, or add \(OptionName.allowHTTPIssuer.typed) where all machines are your own")
    }
    return issuer
  }

  fileprivate func trust() throws(UsageError) -> RequestArguments.Trust {
    if let folder = value(.trustOnFirstUse) { return .firstUse(folder: folder) }
    var keys: [VerifyingKey] = []
    for text in values(.pin) {
      guard let key = try? VerifyingKey(text) else {
        throw .unusable(
          OptionName.pin.typed, problem: "it is not a public key",
          remedy: "use the form ed25519:... as 'sealgate serve' prints it")
      }
      keys.append(key)
    }
    guard !keys.isEmpty else {
      let either = "\(OptionName.pin.typed) or \(OptionName.trustOnFirstUse.typed)"
      throw .missingOption(either, command: command.name)
    }
    return .pins(keys)
  }

  fileprivate func fields(hasBody: Bool) throws(UsageError) -> [HeaderField] {
    var fields = try headers().map { HeaderField($0.name.lowercased(), $0.value) }
    if hasBody, !fields.contains(where: { $0.name == "content-type" }) {
      fields.append(HeaderField("content-type", "application/x-www-form-urlencoded"))
    }
    return fields
  }

  fileprivate func connect() throws(UsageError) -> HostAndPort? {
    guard let text = value(.connect) else { return nil }
    do throws(SettingProblem) {
      return try HostAndPort(text)
    } catch {
      throw .unusable(OptionName.connect.typed, problem: error.problem, remedy: error.remedy)
    }
  }

  fileprivate func paddingPolicy() throws(UsageError) -> Padding {
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

  /// Refuses a head that no sealed request can have.
  fileprivate func check(_ head: RequestHead) throws(UsageError) {
    do throws(HeadProblem) {
      _ = try Head.request(head).encoded(HeadRules(allowsPlainHTTP: has(.allowHTTPIssuer)))
    } catch {
      let name =
        switch error {
        case .method: OptionName.method.typed
        case .scheme, .authority, .path: "URL"
        default: OptionName.header.typed
        }
      throw .unusable(name, problem: error.description, remedy: "correct or leave out")
    }
  }
}
