internal import SealedCommandLine

/// The options that more than one command has.
extension OptionSpec {
  /// `--recipient`.
  static let recipient = OptionSpec(
    name: .recipient, short: "r", valueName: "PUBLIC",
    help: "The recipient's public key, x25519:..., as 'sealtool public' prints it", isRequired: true)

  /// `--iss`.
  static let iss = OptionSpec(
    name: .iss, valueName: "NAME", help: "The name of the party the key belongs to; both sides must give the same")

  /// `--iss`, where a message of either kind is read.
  static let openingIss = OptionSpec(
    name: .iss, valueName: "NAME",
    help: "Whom it was sealed for: the origin, https://..., of a request; the name, if any, of a payload's recipient")

  /// `--sign-with`.
  static let signWith = OptionSpec(
    name: .signWith, short: "s", valueName: "KEYFILE", kind: .file, help: "Sign with this signing key")

  /// `--suite`.
  static let suite = OptionSpec(
    name: .suite, valueName: "NAME", kind: .choice(SuiteChoice.words),
    help: "The cipher; \(SuiteChoice.words[0]) if not given")

  /// `--header`.
  static let header = OptionSpec(
    name: .header, short: "H", valueName: "HEADER",
    help: "A header, 'name: value', sealed with the body; can be given again",
    isRepeatable: true)

  /// `--padding`.
  static let padding = OptionSpec(
    name: .padding, valueName: "PADDING", kind: .suggestion(["standard", "none"]),
    help: "How the length is hidden: standard, none, or pad to a multiple of this many bytes")

  /// `--armor`.
  static let armor = OptionSpec(name: .armor, help: "Write text that survives mail and terminals instead of binary")

  /// `--passphrase-file`.
  static let passphraseFile = OptionSpec(
    name: .passphraseFile, valueName: "FILE", kind: .file,
    help: "Take the passphrase from the first line of FILE, which only you may read; otherwise it is asked for")

  /// `--input`.
  static let input = OptionSpec(
    name: .input, short: "i", valueName: "IN", kind: .file, help: "Read from IN; standard input if not given or -")

  /// `--output`.
  static let output = OptionSpec(
    name: .output, short: "o", valueName: "OUT", kind: .file,
    help: "Write to OUT, whole or not at all; standard output if not given or -")

  /// `--key`.
  static let key = OptionSpec(
    name: .key, short: "k", valueName: "KEYFILE", kind: .file, help: "The encryption key the message was sealed to")

  /// `--keylog`.
  static let keyLog = OptionSpec(
    name: .keyLog, valueName: "FILE", kind: .file,
    help: "Open what FILE has the key of: the key log that a program wrote because of SEALEDPAYLOAD_KEYLOG")

  /// `--signer`.
  static let signer = OptionSpec(
    name: .signer, valueName: "PUBLIC", help: "Refuse everything that this key, ed25519:..., did not sign")

  /// `--stream`.
  static let stream = OptionSpec(
    name: .stream, help: "Write each part as soon as it is authentic; if a later part fails, the earlier ones are out")

  /// `--json`.
  static let json = OptionSpec(name: .json, help: "Show what was found as JSON")

  /// `--limit`.
  static let limit = OptionSpec(
    name: .limit, valueName: "BYTES",
    help: "Refuse bodies that take more than this as sealed, padding included; 1 GiB unless given or with --stream"
  )

  /// `--allow-http`.
  static let allowHTTP = OptionSpec(name: .allowHTTP, help: "Accept http: URLs, for tests on one machine")

  /// `--url`.
  static let url = OptionSpec(
    name: .url, short: "U", valueName: "URL", help: "The URL the request is for", isRequired: true)

  /// `--method`.
  static let method = OptionSpec(
    name: .method, short: "X", valueName: "METHOD",
    kind: .suggestion(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
    help: "The method of the request", isRequired: true)

  /// The exchange file, which each command uses in its own way.
  static func exchange(_ help: String) -> OptionSpec {
    OptionSpec(name: .exchange, valueName: "FILE", kind: .file, help: help)
  }

  /// The receipt file, which each command uses in its own way.
  static func receipt(_ help: String) -> OptionSpec {
    OptionSpec(name: .receipt, valueName: "FILE", kind: .file, help: help)
  }
}
