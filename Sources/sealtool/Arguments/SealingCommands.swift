internal import SealedCommandLine

/// The commands that make keys and sealed messages.
extension CommandSpec {
  /// `sealtool keygen`.
  static let keygen = CommandSpec(
    path: ["keygen"], summary: "Make a key pair; the public key goes to standard output",
    details: """
      An encryption key opens what others seal to its public half; a signing key says who sealed it. The key file is \
      readable by you alone, and an existing one is never overwritten. With --passphrase-file it is encrypted as well.
      """,
    options: [
      OptionSpec(
        name: .output, short: "o", valueName: "FILE", kind: .file,
        help: "Write the key file here; if not given, encryption.jwk or signing.jwk in the current folder"),
      OptionSpec(
        name: .passphraseFile, valueName: "FILE", kind: .file,
        help: "Encrypt the key file with the first line of FILE, which only you may read"),
    ],
    operand: OperandSpec(name: "KIND", kind: .choice(KeyKind.words), help: "encryption or signing"),
    examples: ["sealtool keygen encryption -o api.jwk"], type: KeygenCommand.self)

  /// `sealtool public`.
  static let publicKey = CommandSpec(
    path: ["public"], summary: "Print the public key of a key file, encrypted or not",
    operand: OperandSpec(name: "KEYFILE", kind: .file, help: "The key file"),
    examples: ["sealtool public api.jwk"], type: PublicCommand.self)

  /// `sealtool seal payload`.
  static let sealPayload = CommandSpec(
    path: ["seal", "payload"], summary: "Seal a payload to a public key",
    details: """
      The result can be opened with the recipient's key and by nobody else, the sender included. Bodies of more than \
      16 MiB are sealed piece by piece, in little memory; to sign such a body, give it as a file, which is read twice.
      """,
    options: [
      .recipient, .iss, .signWith, .suite, .header, .padding, .armor, .passphraseFile, .input, .output,
    ],
    examples: ["sealtool seal payload -r \"$(sealtool public api.jwk)\" -i order.json -o order.sealed"],
    type: SealPayloadCommand.self)

  /// `sealtool seal request`.
  static let sealRequest = CommandSpec(
    path: ["seal", "request"], summary: "Seal an HTTP request, so that its response can be sealed too",
    details: """
      Method and URL are bound to the body. The exchange file is what opens the response: keep it secret, and \
      remove it afterwards; it is refused after 15 minutes. The body is read from standard input unless -i names a \
      file: use -i /dev/null for none.
      """,
    options: [
      .recipient,
      OptionSpec(name: .iss, valueName: "ORIGIN", help: "The origin that owns the recipient's key", isRequired: true),
      .method, .url,
      .exchange("Write what opens the response here, readable by you alone; a file of that name is replaced").required,
      .header, .signWith, .suite, .padding, .armor, .allowHTTP, .passphraseFile, .input, .output,
    ],
    examples: [
      """
      sealtool seal request -r "$PUBLIC" --iss https://api.example -X POST -U https://api.example/orders \
      --exchange order.exchange -i order.json -o order.sealed
      """
    ], type: SealRequestCommand.self)

  /// `sealtool seal response`.
  static let sealResponse = CommandSpec(
    path: ["seal", "response"], summary: "Seal the response to a request that 'open' has opened",
    options: [
      .exchange("The exchange file that 'sealtool open' wrote").required,
      OptionSpec(
        name: .status, valueName: "N", help: "The status of the response, 200 to 599", isRequired: true),
      .header, .signWith, .padding, .armor, .passphraseFile, .input, .output,
    ],
    examples: ["sealtool seal response --exchange api.exchange --status 200 -i answer.json -o answer.sealed"],
    type: SealResponseCommand.self)
}
