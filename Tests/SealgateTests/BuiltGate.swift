import Foundation
import Testing

/// The built `sealgate`, run as a process in a folder of its own.
final class BuiltGate: Sendable {
  /// What a process left behind.
  struct Result: Sendable {
    let status: Int32
    let output: String
    let messages: String
  }

  /// The folder it runs in; removed at the end.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-test-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file that only its owner may read.
  func write(_ name: String, _ text: String) throws {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path())
  }

  /// Runs to the end.
  func run(_ arguments: [String], tool: String = "sealgate") throws -> Result {
    let process = try process(arguments, tool: tool)
    let (output, messages) = (folder.appending(path: ".stdout"), folder.appending(path: ".stderr"))
    for file in [output, messages] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: messages)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: try String(contentsOf: output, encoding: .utf8),
      messages: try String(contentsOf: messages, encoding: .utf8))
  }

  /// Runs to the end, while servers of this process go on.
  func runs(_ arguments: [String]) async throws -> Result {
    try await onOwnThread { try self.run(arguments) }
  }

  /// A process that was not started yet.
  func process(_ arguments: [String], tool: String = "sealgate") throws -> Foundation.Process {
    let process = Foundation.Process()
    let executable: URL = try #require(Self.built(tool), "\(tool) is not built")
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// A built tool, which lies beside the test bundle.
  private static func built(_ name: String) -> URL? {
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }.map { argument in
      URL(filePath: argument.hasPrefix("/") ? argument : FileManager.default.currentDirectoryPath + "/" + argument)
    }
    let folders = bundles.flatMap { url in
      sequence(first: url.deletingLastPathComponent()) { $0.deletingLastPathComponent() }.prefix(4)
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug")
    return (folders + [package]).map { $0.appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
  }
}
