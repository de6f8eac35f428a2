import Foundation
import Testing

/// A `sealgate` that runs until it is stopped.
final class RunningGate: Sendable {
  /// Its first line.
  let line: String

  /// Where it listens, as HOST:PORT.
  let address: String

  private let process: Foundation.Process
  private let messages: URL

  /// Starts it and waits until it is ready.
  static func start(_ gate: BuiltGate, _ arguments: [String]) async throws -> RunningGate {
    try await onOwnThread { try RunningGate(gate, arguments) }
  }

  private init(_ gate: BuiltGate, _ arguments: [String]) throws {
    process = try gate.process(arguments)
    messages = gate.folder.appending(path: ".messages-\(UInt64.random(in: .min ... .max))")
    try Data().write(to: messages)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = try FileHandle(forWritingTo: messages)
    try process.run()
    var text = Data()
    while !text.contains(UInt8(ascii: "\n")) {
      let piece = pipe.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      text += piece
    }
    line = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    let words = line.split(separator: " ").map(String.init)
    guard words.count > 2, words[0] == "listening" else {
      throw Failure(description: "not ready: \(line) \((try? String(contentsOf: messages, encoding: .utf8)) ?? "")")
    }
    address = words[2]
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What it wrote to standard error so far.
  var log: String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }

  /// The pin in its first line.
  var pin: String { line.components(separatedBy: "pin ").last?.split(separator: ",").first.map(String.init) ?? "" }

  /// Has it read its configuration again.
  func reload() { kill(process.processIdentifier, SIGHUP) }

  /// Stops it, and gives its status.
  func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
    kill(process.processIdentifier, signal)
    try await onOwnThread { [process] in process.waitUntilExit() }
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Waits until the log has a text: at most ten seconds.
  func waits(for text: String) async throws -> Bool {
    for _ in 0..<1_000 {
      if log.contains(text) { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}
