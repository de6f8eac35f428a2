internal import Foundation
internal import SealedHTTP
internal import Synchronization

extension MessageBody {
  /// The bytes of a file, read piece by piece each time the body is sent.
  init(contentsOf url: URL) throws {
    let handle = try FileHandle(forReadingFrom: url)
    let length = try handle.seekToEnd()
    try handle.close()
    self.init(length: Int(clamping: length)) { FileStream(try FileHandle(forReadingFrom: url)) }
  }
}

/// Reads a file from its start to its end.
private final class FileStream: BodyStream {
  private static let pieceSize = 1 << 16

  private let file: Mutex<FileHandle?>

  init(_ file: FileHandle) {
    self.file = Mutex(file)
  }

  func next() async throws -> [UInt8]? {
    try file.withLock { file in
      guard let handle = file else { return nil }
      if let data = try handle.read(upToCount: Self.pieceSize), !data.isEmpty { return Array(data) }
      file = nil
      return nil
    }
  }

  func cancel() { file.withLock { $0 = nil } }
}
