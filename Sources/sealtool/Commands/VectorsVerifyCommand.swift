internal import SealedCommandLine
internal import SealedCrypto
internal import SealedPayload
internal import SealedVectors

/// Runs test vectors.
struct VectorsVerifyCommand: ToolCommand {
  private let format: VectorFormat
  private let paths: [String]

  /// Bytes of a vector file at most: the largest that are published have a few megabytes.
  private static let limit = 256 << 20

  init(_ arguments: ParsedArguments) throws(UsageError) {
    format = try arguments.choice(.format, VectorFormat.self) ?? .sealedPayload
    paths = arguments.operands
  }

  func run(terminal: Terminal, files: Files) throws(ToolError) {
    var (passed, skipped, failed) = (0, 0, 0)
    for path in paths {
      let report = try report(path, files)
      passed += report.passed
      skipped += report.skipped
      failed += report.failures.count
      for failure in report.failures { try terminal.line("\(path): \(failure.id): failed: \(failure.reason)") }
      for skip in report.skips { try terminal.line("\(path): \(skip.id): skipped: \(skip.reason)") }
    }
    try terminal.line("\(passed) passed, \(skipped) skipped, \(failed) failed")
    guard failed == 0 else {
      throw .refused(problem: "\(failed) vectors do not match", remedy: "find out which side is wrong")
    }
    guard passed > 0 || skipped > 0 else {
      throw .refused(problem: "there are no vectors in these files", remedy: "check the names and --format")
    }
  }

  private func report(_ path: String, _ files: Files) throws(ToolError) -> VectorReport {
    let bytes = try files.input(path).readAll(limit: Self.limit)
    do throws(VectorError) {
      return try bytes.withSpan { (bytes) throws(VectorError) in
        try VectorRunner.run(bytes, file: path, format: format)
      }
    } catch {
      throw .refused(problem: "\(path): \(Self.problem(error))", remedy: "check the file and --format")
    }
  }

  private static func problem(_ error: VectorError) -> String {
    switch error {
    case .json: "not JSON"
    case .member(let name): "the member '\(name)' is missing or of the wrong type"
    case .unsupported(let subject): "nothing here knows about '\(subject)'"
    }
  }
}
