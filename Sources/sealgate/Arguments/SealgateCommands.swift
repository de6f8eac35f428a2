internal import SealedCommandLine
internal import SealedGateway

extension CommandTable {
  /// The table of this tool.
  static let sealgate = CommandTable(
    tool: .sealgate,
    commands: [
      .serve, .proxy, .request, .checkConfig,
      .help(examples: ["sealgate help serve", "sealgate help --man > sealgate.1"]),
      .completions(for: ToolIdentity.sealgate.name),
    ])
}

extension ToolIdentity {
  /// This tool.
  static let sealgate = ToolIdentity(
    name: "sealgate",
    purpose: "Seals HTTP on the network: before an API, beside a client, in curl's place",
    brief: "seal HTTP requests and responses end to end, on the network",
    changed: "November 24, 2026",
    description: """
      puts sealed payloads on the network.
      .Cm serve
      stands before an API: it opens sealed requests, passes them on in the clear, and seals the answers.
      .Cm proxy
      stands beside a client and seals for it, and
      .Cm request
      sends one request, as curl would.
      What lies between the two sees methods, hosts, paths and lengths, and nothing else.
      .Pp
      Settings come from flags and from a configuration file; flags win.
      The file has a member for each command,
      .Dq serve
      and
      .Dq proxy ,
      with a member for each setting: see
      .Cm check-config .
      .Cm serve
      and
      .Cm proxy
      read the file again on SIGHUP, and go on as before if something in it is wrong.
      On SIGTERM and SIGINT they stop accepting, and end when what they have begun is done.
      """,
    notes: """
      .Sh SECURITY CONSIDERATIONS
      .Cm serve
      must be the only way to the API: what reaches the API past it is not sealed.
      .Cm proxy
      signs for every program that can connect to it, so it listens on this machine alone unless told otherwise.
      """)
}
