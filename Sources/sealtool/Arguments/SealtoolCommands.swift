internal import SealedCommandLine

extension CommandTable {
  /// The table of this tool.
  static let sealtool = CommandTable(
    tool: .sealtool,
    commands: [
      .keygen, .publicKey, .sealPayload, .sealRequest, .open, .sealResponse, .openResponse,
      .inspect, .har, .verify, .vectorsVerify,
      .keysInit, .keysRotate, .keysPublish, .keysRevoke, .keysRetire, .keysList,
      .help(examples: ["sealtool help seal payload", "sealtool help --man > sealtool.1"]),
      .completions(for: ToolIdentity.sealtool.name),
    ],
    groups: [
      "keys": "Keep, rotate and publish the keys of an API", "seal": "Seal a payload, a request or a response",
      "vectors": "Work with test vectors",
    ])
}

extension ToolIdentity {
  /// This tool.
  static let sealtool = ToolIdentity(
    name: "sealtool",
    purpose: "Seals HTTP requests, responses and other payloads end to end, and opens them",
    brief: "seal and open HTTP payloads end to end",
    changed: "November 23, 2026",
    description: """
      seals HTTP requests, responses and other payloads end to end, opens them, and shows what is in them.
      It never opens a network connection.
      Private keys and passphrases are taken from files or asked for, never from the command line.
      Key, passphrase and exchange files must be readable by their owner alone.
      .Pp
      Output is written whole or not at all, unless
      .Fl -stream
      is given.
      Messages of more than 16 MiB are sealed to a pipe piece by piece; without its end, a message is refused.
      Binary output is not written to a terminal.
      """,
    notes: """
      .Sh SECURITY CONSIDERATIONS
      .Cm open
      checks no clock and remembers nothing, so it cannot tell a repeated request from a new one.
      With
      .Fl -stream
      the parts of a message are released one by one; what was released stays released when a later part is refused.
      """)
}
