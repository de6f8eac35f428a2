internal import SealedCommandLine
internal import SealedGateway

/// The commands that run until they are stopped, and the one that checks their configuration.
extension CommandSpec {
  /// `sealgate serve`.
  static let serve = CommandSpec(
    path: ["serve"], summary: "Stand before an API: open sealed requests, seal its answers",
    details: """
      Prints one line when it is ready: where it listens, and the pin that clients need. Only what is sealed to the API, \
      fresh and as its route wants it reaches the API, once; the API learns who sent it from header fields that no \
      client can set.
      """,
    options: [.config] + ServeSettings.table.settings.map { OptionSpec($0) },
    examples: [
      """
      sealgate serve --listen 127.0.0.1:8443 --upstream http://127.0.0.1:3000 --issuer https://api.example --keys keys
      """, "sealgate serve --config gateway.json",
    ], type: ServeCommand.self)

  /// `sealgate proxy`.
  static let proxy = CommandSpec(
    path: ["proxy"], summary: "Stand beside a client: seal its plain requests to one API",
    details: """
      Programs send plain HTTP to the proxy as if it were the API. It prints one line when it is ready. A request that \
      fails is answered with status 502 or 504 and a problem (RFC 9457) that says whether the API may have processed it.
      """,
    options: [.config] + ProxySettings.table.settings.map { OptionSpec($0) },
    examples: [
      "sealgate proxy --listen 127.0.0.1:8080 --api https://api.example --pin \"$PIN\"",
      "sealgate proxy --config gateway.json",
    ], type: ProxyCommand.self)

  /// `sealgate check-config`.
  static let checkConfig = CommandSpec(
    path: ["check-config"], summary: "Check a configuration file: one line for each mistake",
    details: """
      Each line has the number of the line in the file, what is wrong, and what to do about it. Only the file itself is \
      checked, not whether the files and machines that it names are there.
      """,
    options: [
      OptionSpec(name: .json, help: "Show what was found as JSON"),
      OptionSpec(name: .schema, help: "Print the JSON schema of configuration files instead, for editors"),
    ],
    operand: OperandSpec(
      name: "FILE", kind: .file, count: .optional, help: "The configuration file; standard input if it is -"),
    rules: [.exclusive([.json, .schema])],
    examples: ["sealgate check-config gateway.json", "sealgate check-config --schema > sealgate.schema.json"],
    type: CheckConfigCommand.self)
}

extension OptionSpec {
  /// `--config`.
  fileprivate static let config = OptionSpec(
    name: .config, short: "c", valueName: "FILE", kind: .file,
    help: "Take the settings from this file; flags win over it")
}
