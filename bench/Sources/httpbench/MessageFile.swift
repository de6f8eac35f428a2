import Foundation

/// Complete HTTP requests one after another, each behind its length in 8 digits: what `messages.lua` reads.
final class MessageFile {
  private let file: UnsafeMutablePointer<FILE>

  init(_ path: String) throws {
    guard let file = fopen(path, "wb") else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    self.file = file
  }

  deinit { fclose(file) }

  /// Adds a request with this content.
  func add(_ content: [UInt8], to authority: String, contentType: String) throws {
    let head =
      "POST \(BenchRequest.path) HTTP/1.1\r\nHost: \(authority)\r\nContent-Type: \(contentType)\r\n"
      + "Cache-Control: no-store, no-transform\r\nContent-Length: \(content.count)\r\n\r\n"
    let length = String(head.utf8.count + content.count)
    try write(Array((String(repeating: "0", count: 8 - length.count) + length + head).utf8))
    try write(content)
  }

  private func write(_ bytes: [UInt8]) throws {
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw POSIXError(.EIO) }
  }
}
