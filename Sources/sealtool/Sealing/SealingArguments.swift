internal import SealedCommandLine
internal import SealedPayload

/// What the commands that seal have in common.
struct SealingArguments {
  /// How lengths are hidden.
  let padding: Padding

  private let allowsHTTP: Bool
  private let signingKey: String?
  private let passphraseFile: String?
  private let isArmored: Bool
  private let input: String?
  private let output: String?

  /// Takes them from the command line.
  init(_ arguments: ParsedArguments) throws(UsageError) {
    padding = try arguments.paddingPolicy()
    allowsHTTP = arguments.has(.allowHTTP)
    signingKey = arguments.value(.signWith)
    passphraseFile = arguments.value(.passphraseFile)
    isArmored = arguments.has(.armor)
    input = arguments.value(.input)
    output = arguments.value(.output)
  }

  /// How messages are sealed; reads the signing key, if one is named.
  func options(_ files: Files) throws(ToolError) -> SealingOptions {
    var signer: SigningKey?
    if let signingKey { signer = try files.signingKey(signingKey, passphraseFile: passphraseFile) }
    return SealingOptions(signer: signer, padding: padding, allowsPlainHTTP: allowsHTTP)
  }

  /// Opens the files and does the work; `exchange` gets what opens the response.
  func run(_ job: some SealingJob, exchange: String? = nil, files: Files) throws(ToolError) {
    let input = try files.input(input)
    let output = try MessageOutput(output, armored: isArmored, files: files)
    var kept: OutputFile?
    if let exchange { kept = try files.output(exchange, .text, protection: .secret) }
    try SealingRun(from: input, to: output, exchange: kept).run(job)
  }
}
