internal import Foundation
internal import SealedHTTP

/// Writes a body to a file that exists only if all of it came.
enum DownloadedFile {
  static func write(_ body: MessageBody) async throws -> URL {
    let temporary = try TemporaryFile()
    let handle = try FileHandle(forWritingTo: temporary.url)
    for try await piece in body { try handle.write(contentsOf: piece) }
    try handle.close()
    let finished = temporary.url.appendingPathExtension("download")
    try FileManager.default.moveItem(at: temporary.url, to: finished)
    return finished
  }
}
