internal import SealedCommandLine
internal import SealedPayload

extension Files {
  /// Reads a key log, which only its owner may read.
  func keyLog(_ path: String, terminal: Terminal) throws(ToolError) -> KeyLogReader {
    let log = try withSecret(path, limit: KeyLogReader.maximumByteCount) { (file) throws(ToolError) in
      KeyLogReader(file)
    }
    guard log.messageCount > 0 else {
      throw .refused(
        problem: "\(path) has no line of a key log",
        remedy: "name the file that \(KeyLog.environmentVariable) named when the messages were sealed or opened")
    }
    if log.damagedLineCount > 0 {
      terminal.note("sealtool: passed over damaged lines in \(path): \(log.damagedLineCount)")
    }
    return log
  }
}

extension ToolError {
  /// The key log has no line for a message.
  static func notLogged(_ name: String, _ log: String) -> ToolError {
    .refused(
      problem: "\(log) has no line for \(name)",
      remedy: "name the log of a program that sealed or opened it, or get an undamaged copy")
  }
}
