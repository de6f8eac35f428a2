import Foundation

/// A `sealgate` that is ready.
final class Gate: Sendable {
  let child: Child
  /// Where it listens, as HOST:PORT.
  let address: String
  /// Its first line.
  let line: String

  /// Starts it and waits for its first line.
  static func start(_ plan: Plan, _ arguments: [String], in folder: URL) async throws -> Gate {
    try await onOwnThread { try Gate(plan.tools.appending(path: "sealgate"), arguments, in: folder) }
  }

  private init(_ program: URL, _ arguments: [String], in folder: URL) throws {
    let pipe = Pipe()
    child = try Child(program, arguments, in: folder, output: pipe)
    var text = Data()
    while !text.contains(UInt8(ascii: "\n")) {
      let piece = pipe.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      text += piece
    }
    line = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    let words = line.split(separator: " ").map(String.init)
    guard words.count > 2, words[0] == "listening" else { throw Unmet("sealgate is not ready: \(line) \(child.log)") }
    address = words[2]
  }

  /// The port it listens on.
  var port: String { String(address.split(separator: ":").last ?? "") }
}
