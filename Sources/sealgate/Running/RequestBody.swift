internal import SealedCommandLine

/// The body that `-d` asks for.
enum RequestBody {
  /// Bytes at most.
  static let limit = 1 << 30

  /// Puts the parts together: text as it stands, the bytes of a file after `@`, `&` between two of them.
  static func read(_ parts: [String], _ files: Files) throws(ToolError) -> [UInt8] {
    var body: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if index > 0 { body.append(UInt8(ascii: "&")) }
      if part.hasPrefix("@") {
        body += try files.input(String(part.dropFirst())).readAll(limit: limit - body.count)
      } else {
        body += part.utf8
      }
    }
    return body
  }
}
