import Foundation

/// A process that this one started.
final class Child: Sendable {
  private let process: Foundation.Process
  private let messages: URL

  /// Starts a program; its messages go to a file in the folder.
  init(_ program: URL, _ arguments: [String], in folder: URL, output: Pipe? = nil) throws {
    process = Foundation.Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    messages = folder.appending(path: "messages-\(UInt64.random(in: .min ... .max))")
    try Data().write(to: messages)
    process.standardError = try FileHandle(forWritingTo: messages)
    if let output { process.standardOutput = output } else { process.standardOutput = FileHandle.nullDevice }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Runs a program to its end, and gives what it wrote; fails if it does.
  static func output(_ program: URL, _ arguments: [String], in folder: URL) async throws -> Data {
    try await onOwnThread {
      let pipe = Pipe()
      let child = try Child(program, arguments, in: folder, output: pipe)
      let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
      try expect(child.waitForEnd() == 0, "\(program.lastPathComponent) \(arguments): \(child.log)")
      return data
    }
  }

  /// What it wrote to standard error so far.
  var log: String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }

  /// Its number.
  var identifier: Int32 { process.processIdentifier }

  /// Whether it runs.
  var isRunning: Bool { process.isRunning }

  /// Sends a signal, waits for the end and gives the status; that of a signal is negative.
  @discardableResult
  func end(_ signal: Int32 = SIGTERM) async throws -> Int32 {
    kill(process.processIdentifier, signal)
    try await wait(.seconds(30), for: "the end of process \(identifier)") { !process.isRunning }
    return waitForEnd()
  }

  /// Blocks until its end, without the load that `waitUntilExit` puts on a processor.
  func waitForEnd() -> Int32 {
    while process.isRunning { usleep(2_000) }
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// The kernel's figure with this name, in KiB: `VmHWM` for the most memory it had, `VmRSS` for what it has.
  func memory(_ name: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    let number = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
    guard let number else { throw Unmet("no \(name) of process \(identifier)") }
    return number
  }

  /// How many files it has open.
  func openFiles() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count }
}
