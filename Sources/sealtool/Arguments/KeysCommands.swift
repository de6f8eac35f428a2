internal import SealedCommandLine

/// The commands for the key directory of an API.
extension CommandSpec {
  /// `sealtool keys init`.
  static let keysInit = CommandSpec(
    path: ["keys", "init"],
    summary: "Make the key directory of an API; the pin that clients need goes to standard output",
    details: """
      The folder must be new or empty. It gets a first key, a key that signs responses, and the identity key whose \
      public half is the pin, unless that key is elsewhere. A server that runs on the folder rotates its keys.
      """,
    options: [
      .directory,
      OptionSpec(name: .issuer, valueName: "ORIGIN", help: "The API's origin, https://...", isRequired: true),
      OptionSpec(
        name: .identity, valueName: "KEYFILE", kind: .file,
        help: "The identity key, which signs the first configuration and is not written into the folder"),
      OptionSpec(
        name: .identityPublic, valueName: "PUBLIC",
        help: "The public half, ed25519:..., of an identity key that is on another machine"),
      OptionSpec(name: .withoutResponseKey, help: "Make no key that signs responses"),
      .life, .grace, .lead, .configurationLife, .listedSuite, .passphraseFile,
    ],
    rules: [.exclusive([.identity, .identityPublic]), .needs(.passphraseFile, .identity)],
    examples: ["sealtool keys init --dir keys --issuer https://api.example"], type: KeysInitCommand.self)

  /// `sealtool keys rotate`.
  static let keysRotate = CommandSpec(
    path: ["keys", "rotate"], summary: "Add a key, which clients use from now on; its name goes to standard output",
    details: """
      Older keys stay until their time is over. A running server takes the new key up by itself. Times that are given \
      hold for later keys, too.
      """,
    options: [.directory, .identity, .life, .grace, .lead, .configurationLife, .listedSuite, .passphraseFile],
    rules: [.needs(.passphraseFile, .identity)],
    examples: ["sealtool keys rotate --dir keys"], type: KeysRotateCommand.self)

  /// `sealtool keys publish`.
  static let keysPublish = CommandSpec(
    path: ["keys", "publish"], summary: "Sign the list of keys that clients get anew",
    details: """
      Where the identity key is on another machine: copy store.json there into a folder of its own, publish in that \
      folder with --identity, and copy its configuration.jws back. To replace the identity key, announce the next one, \
      on both machines; later, publish with it.
      """,
    options: [
      .directory, .identity,
      OptionSpec(
        name: .nextIdentity, valueName: "PUBLIC", help: "Announce the identity key, ed25519:..., that will follow"),
      .configurationLife, .listedSuite, .passphraseFile,
    ],
    rules: [.needs(.passphraseFile, .identity)],
    examples: ["sealtool keys publish --dir keys"], type: KeysPublishCommand.self)

  /// `sealtool keys revoke`.
  static let keysRevoke = CommandSpec(
    path: ["keys", "revoke"], summary: "Erase a key at once, and add another if clients would have none",
    details: """
      What was sealed to the key is refused from now on. A running server follows by itself. Clients learn it when \
      they are refused, and fetch the list of keys again.
      """,
    options: [.directory, .identity, .passphraseFile],
    operand: OperandSpec(
      name: "KEY", help: "The key, as 'sealtool keys list' names it; -- before one that begins with -"),
    rules: [.needs(.passphraseFile, .identity)],
    examples: ["sealtool keys revoke --dir keys -- iX4mAA7MI_M"], type: KeysRevokeCommand.self)

  /// `sealtool keys retire`.
  static let keysRetire = CommandSpec(
    path: ["keys", "retire"], summary: "Erase the keys whose time is over; their names go to standard output",
    details: "A running server does this by itself.",
    options: [.directory], examples: ["sealtool keys retire --dir keys"], type: KeysRetireCommand.self)

  /// `sealtool keys list`.
  static let keysList = CommandSpec(
    path: ["keys", "list"], summary: "Show the pin, the keys, and until when the list of keys is signed",
    options: [.directory, .json], examples: ["sealtool keys list --dir keys --json"], type: KeysListCommand.self)
}

/// The options of these commands.
extension OptionSpec {
  /// `--dir`.
  static let directory = OptionSpec(
    name: .directory, short: "d", valueName: "DIR", kind: .file, help: "The key directory", isRequired: true)

  /// `--identity`.
  static let identity = OptionSpec(
    name: .identity, valueName: "KEYFILE", kind: .file, help: "Sign with this identity key, which is not in the folder")

  /// `--life`.
  static let life = OptionSpec(
    name: .life, valueName: "SECONDS", help: "How long clients use a key; 86400, a day, unless given")

  /// `--grace`.
  static let grace = OptionSpec(
    name: .grace, valueName: "SECONDS", help: "How long servers accept a key after that; 3600, an hour, unless given")

  /// `--lead`.
  static let lead = OptionSpec(
    name: .lead, valueName: "SECONDS",
    help: "How long a new key is listed before clients use it, so that every instance has it; 10 unless given")

  /// `--configuration-life`.
  static let configurationLife = OptionSpec(
    name: .configurationLife, valueName: "SECONDS",
    help: "How long clients use a list of keys; 86400, a day, unless given, and that is the most")

  /// `--suite`, in what is listed.
  static let listedSuite = OptionSpec(
    name: .suite, valueName: "NAME", kind: .choice(SuiteChoice.words),
    help: "List only this cipher; can be given again, best first; all that this machine has if not given",
    isRepeatable: true)
}
