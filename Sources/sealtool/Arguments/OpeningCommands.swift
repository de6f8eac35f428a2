internal import SealedCommandLine
internal import SealedVectors

/// The commands that open, show and check sealed messages.
extension CommandSpec {
  /// `sealtool open`.
  static let open = CommandSpec(
    path: ["open"], summary: "Open a sealed payload or request",
    details: """
      The body is written once all of it is authentic, and so is kept in memory; with --stream, each part as soon as \
      it is authentic, in little memory. Then a message that breaks off shows at its end: wait for exit status 0 before \
      you act on anything. With --signer, nothing is written unless that key signed, and the signature must cover the \
      body by a digest; with --stream the digest is known only at the end, and messages whose signature covers the head \
      alone are accepted: nobody but the signer and you can have made their bodies, but you cannot prove it. \
      This is a tool for looking into messages: it checks no clock, and does not remember what it has opened before. \
      With --keylog in place of --key it opens captured messages of every kind, whole; whoever has the key log can also \
      have made them.
      """,
    options: [
      .key, .keyLog, .openingIss, .signer,
      .exchange("Write what seals the response here, readable by you alone; a file of that name is replaced"),
      .receipt("Write what shows others who signed the message here"),
      .stream,
      OptionSpec(name: .json, help: "Write head, signer, times and digest to standard error as JSON"),
      .allowHTTP, .limit, .passphraseFile, .input, .output,
    ],
    rules: [
      .exclusive([.key, .keyLog]), .needs(.iss, .key), .needs(.exchange, .key), .needs(.receipt, .key),
      .needs(.stream, .key), .needs(.passphraseFile, .key),
    ],
    examples: ["sealtool open -k api.jwk --iss https://api.example --json -i order.sealed"], type: OpenCommand.self)

  /// `sealtool open response`.
  static let openResponse = CommandSpec(
    path: ["open", "response"], summary: "Open the response to a request sealed before",
    details: """
      Without --signer it does not matter who signed, or whether anybody did: the response is still from whoever could \
      open the request. If the server refused the request, its reason is an error and nothing is written. \
      --signer and --stream go together as they do for 'open'.
      """,
    options: [
      .exchange("The exchange file that 'sealtool seal request' wrote").required, .signer,
      .receipt("Write what shows others who signed the response here"), .stream,
      OptionSpec(name: .json, help: "Write head, signer, times and digest to standard error as JSON"),
      .limit, .input, .output,
    ],
    examples: ["sealtool open response --exchange order.exchange -i answer.sealed"], type: OpenResponseCommand.self)

  /// `sealtool inspect`.
  static let inspect = CommandSpec(
    path: ["inspect"], summary: "Show what anyone can see of a message, or all of it with a key",
    details: """
      With a key or an exchange, every record is opened on its own and the rules are checked in order; the first one \
      that was broken is named, and the exit status is 1. Bodies are never shown. \
      With a key log, any number of captured messages are opened, each with its own line of the log. \
      A file can also hold the value of a Sealed-Payload header.
      """,
    options: [
      .json, .key, .keyLog, .openingIss, .exchange("The exchange file of either side, to look into a response"),
      .passphraseFile,
    ],
    operand: OperandSpec(
      name: "FILE", kind: .file, count: .any,
      help: "The messages; standard input if none is given or -; only one with a key or an exchange"),
    rules: [.exclusive([.key, .exchange, .keyLog]), .needs(.iss, .key)],
    examples: [
      "sealtool inspect order.sealed", "sealtool inspect -k api.jwk --iss https://api.example order.sealed",
      "sealtool inspect --keylog keys.log order.sealed answer.sealed",
    ],
    type: InspectCommand.self)

  /// `sealtool har`.
  static let har = CommandSpec(
    path: ["har"], summary: "Open the sealed exchanges in what a browser's developer tools exported",
    details: """
      Reads a HAR file (HTTP Archive 1.2) and writes it with every sealed request and response opened that the key log \
      has the key of: method, URL, headers, status and body are those that were sealed. The member _sealedPayload of an \
      entry says what was opened and who signed, or why not. Entries that are not sealed stay as they are. \
      The result holds credentials in clear: a file is made readable by you alone.
      """,
    options: [OptionSpec.keyLog.required, .input, .output],
    examples: ["sealtool har --keylog keys.log -i captured.har -o opened.har"], type: HARCommand.self)

  /// `sealtool verify`.
  static let verify = CommandSpec(
    path: ["verify"], summary: "Check a receipt: who signed which payload, request or response",
    options: [
      .receipt("The receipt that 'open' or 'open response' wrote").required, .signer,
      OptionSpec(name: .body, valueName: "FILE", kind: .file, help: "Check that this is the body that was signed"),
      .json,
    ],
    examples: ["sealtool verify --receipt order.receipt --signer \"$PUBLIC\" --body order.json"],
    type: VerifyCommand.self)

  /// `sealtool vectors verify`.
  static let vectorsVerify = CommandSpec(
    path: ["vectors", "verify"], summary: "Run test vectors and report what does not match",
    options: [
      OptionSpec(
        name: .format, valueName: "FORMAT", kind: .choice(VectorFormat.words),
        help: "The format of the files; \(VectorFormat.words[0]) if not given")
    ],
    operand: OperandSpec(name: "FILE", kind: .file, count: .oneOrMore, help: "The vector files"),
    examples: ["sealtool vectors verify spec/vectors/*.json"], type: VectorsVerifyCommand.self)
}
