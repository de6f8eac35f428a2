import Foundation

/// A capture of one port of this machine.
struct Capture: Sendable {
  let name: String
  let child: Child
  private let file: URL

  /// Starts it, and waits until it captures.
  static func start(_ program: URL, port: String, _ name: String, in folder: URL) async throws -> Capture {
    let capture = try Capture(program, port: port, name, in: folder)
    try await wait(.seconds(20), for: "a capture on lo, which needs to be root: \(capture.child.log)") {
      try expect(capture.child.isRunning, "dumpcap can't capture on lo: \(capture.child.log)")
      return capture.child.log.contains("File:")
    }
    return capture
  }

  private init(_ program: URL, port: String, _ name: String, in folder: URL) throws {
    self.name = name
    file = folder.appending(path: "\(name).pcapng")
    child = try Child(program, ["-i", "lo", "-f", "tcp port \(port)", "-w", file.path()], in: folder)
  }

  private var bytes: Data { (try? Data(contentsOf: file)) ?? Data() }

  /// How much was captured.
  var byteCount: Int { bytes.count }

  /// Whether these bytes are anywhere in it.
  func contains(_ text: String) -> Bool { bytes.range(of: Data(text.utf8)) != nil }
}
