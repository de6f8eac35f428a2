internal import SealedCommandLine

/// `request` and the options that it has in common with curl.
extension CommandSpec {
  /// `sealgate request`.
  static let request = CommandSpec(
    path: ["request"], summary: "Send one sealed request, as curl would, and print the answer",
    details: """
      The API is the origin of the URL. Its identity must be known: pin the key that 'sealgate serve' prints, or trust \
      the first key seen and remember it in a folder. The exit status is 0 if an authentic answer came, whatever its \
      status; 1 if not, and then the error says whether the request may have been processed.
      """,
    options: [
      OptionSpec(
        name: .method, short: "X", valueName: "METHOD",
        kind: .suggestion(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
        help: "The method; GET, or POST with -d, unless given"),
      OptionSpec(
        name: .header, short: "H", valueName: "HEADER", help: "A header, 'name: value'; can be given again",
        isRepeatable: true),
      OptionSpec(
        name: .data, short: "d", valueName: "DATA",
        help: """
          Send this as the body: text, @FILE for the bytes of a file, @- for standard input; again to join with &. The \
          type is application/x-www-form-urlencoded unless a header says otherwise
          """, isRepeatable: true),
    ] + trust + [
      OptionSpec(
        name: .signWith, short: "s", valueName: "KEYFILE", kind: .file, help: "Sign the request with this signing key"),
      OptionSpec(
        name: .passphraseFile, valueName: "FILE", kind: .file,
        help: "Take the passphrase of that key from the first line of FILE, which only you may read"),
      OptionSpec(
        name: .privateField, valueName: "NAME",
        help: "A field that hops must not see, besides authorization, cookie and the like; can be given again",
        isRepeatable: true),
      OptionSpec(
        name: .padding, valueName: "PADDING", kind: .suggestion(["standard", "none"]),
        help: "How the length is hidden: standard, none, or to a multiple of this many bytes"),
      OptionSpec(
        name: .maxTime, short: "m", valueName: "SECONDS", help: "Give up after this time; 300 unless given"),
    ] + output,
    operand: OperandSpec(name: "URL", help: "The URL, https://host/path"),
    rules: [.exclusive([.pin, .trustOnFirstUse]), .needs(.passphraseFile, .signWith)],
    examples: [
      "sealgate request --pin \"$PIN\" https://api.example/orders",
      "sealgate request --pin \"$PIN\" -s me.jwk -H 'content-type: application/json' -d @order.json https://api.example/orders",
    ], type: RequestCommand.self)

  private static let trust = [
    OptionSpec(
      name: .pin, valueName: "KEY", help: "The API's identity key, ed25519:...; again while it is being replaced",
      isRepeatable: true),
    OptionSpec(
      name: .trustOnFirstUse, valueName: "DIR", kind: .file,
      help: "Trust the identity key seen first, which nobody vouches for, and remember it in this folder"),
    OptionSpec(
      name: .connect, valueName: "HOST:PORT", help: "Where to connect instead of the URL's host and port"),
    OptionSpec(
      name: .authorities, valueName: "FILE", kind: .file,
      help: "Verify certificates against these authorities, in PEM, instead of the system's"),
    OptionSpec(
      name: .issuer, valueName: "ORIGIN", help: "The API's origin, if it is not that of the URL"),
    OptionSpec(
      name: .allowHTTPIssuer, help: "Accept an http URL: for work on one machine, never for a network"),
  ]

  private static let output = [
    OptionSpec(
      name: .verbose, short: "v",
      help: "Show on standard error what hops saw and what was sealed, side by side"),
    OptionSpec(name: .include, short: "i", help: "Print the head of the answer before its body"),
    OptionSpec(
      name: .stream, short: "N",
      help: "Print each part as soon as it is authentic; if a later part fails, the earlier ones are out"),
    OptionSpec(
      name: .output, short: "o", valueName: "FILE", kind: .file,
      help: "Write the answer to FILE, whole or not at all; standard output if not given or -"),
    OptionSpec(
      name: .fail, short: "f", help: "End with status 1, and print no body, if the answer's status is 400 or more"),
  ]
}
