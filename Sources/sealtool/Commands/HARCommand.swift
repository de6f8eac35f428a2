internal import SealedCommandLine
internal import SealedPayload

/// Opens the sealed exchanges in a browser's export.
struct HARCommand: ToolCommand {
  private let keyLog: String
  private let input: String?
  private let output: String?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    keyLog = try arguments.required(.keyLog)
    input = arguments.value(.input)
    output = arguments.value(.output)
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    let log = try files.keyLog(keyLog, terminal: terminal)
    let file = try files.input(input)
    var output = try files.output(output, .body, protection: .secret)
    let har = try read(file)
    var (position, sealed, opened) = (0, 0, 0)
    for entry in har.entries {
      guard let found = HAREntry(entry, in: har.source, log) else { continue }
      try output.write(har.source.text.span.extracting(position..<entry.lowerBound))
      try output.write(found.opened().span)
      position = entry.upperBound
      sealed += found.counts.sealed
      opened += found.counts.opened
    }
    try output.write(har.source.text.span.extracting(position..<har.source.text.count))
    try output.commit()
    if sealed == 0 {
      terminal.note("sealtool: nothing in \(file.name) is sealed; was it exported with its content?")
    } else if opened < sealed {
      terminal.note("sealtool: opened \(opened) of \(sealed) sealed messages; '_sealedPayload' says why not all")
    }
  }

  private func read(_ file: borrowing InputFile) throws(ToolError) -> HARFile {
    let text = try file.readAll(limit: HARLimits.file, remedy: "export fewer exchanges")
    do throws(HARFile.Problem) {
      return try HARFile(text)
    } catch {
      let problem = error == .notJSON ? "is not JSON, or nested too deeply" : "is not a HAR file"
      throw .refused(
        problem: "\(file.name) \(problem)",
        remedy: "export it anew: 'Save all as HAR with content'")
    }
  }
}
