internal import Foundation

/// A file of its user's own in the folder for temporary files, removed on release.
final class TemporaryFile: Sendable {
  let url: URL

  /// Makes an empty file that nobody else can read.
  init() throws(URLSessionTransportError) {
    url = FileManager.default.temporaryDirectory.appending(path: "sealed-\(UUID().uuidString)")
    guard
      FileManager.default.createFile(
        atPath: url.path(percentEncoded: false), contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw .temporaryFile }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Opens it for reading and writing; the name goes with the release of this object, the content with that of the handle.
  func unlinked() throws -> FileHandle {
    try FileHandle(forUpdating: url)
  }
}
