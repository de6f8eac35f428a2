internal import Foundation

/// Bytes that wait for their reader: the first mebibyte in memory, more in a file without a name.
struct Spool {
  /// Bytes in memory at most.
  static let memoryLimit = 1 << 20
  /// Bytes in one piece at most, when they come from the file.
  static let pieceSize = 1 << 18
  /// Bytes that may wait at all.
  static let limit = 8 << 30

  private var memory: [UInt8] = []
  private var file: FileHandle?
  private var written: UInt64 = 0
  private var read: UInt64 = 0

  var count: Int { memory.count + Int(written - read) }

  var isEmpty: Bool { count == 0 }

  mutating func append(_ data: Data) throws {
    guard data.count <= Self.limit - count else { throw URLSessionTransportError.temporaryFile }
    if written == read, data.count <= Self.memoryLimit - memory.count {
      memory += data
      return
    }
    do {
      let file = try file ?? TemporaryFile().unlinked()
      self.file = file
      try file.seek(toOffset: written)
      try file.write(contentsOf: data)
      written += UInt64(data.count)
    } catch {
      throw URLSessionTransportError.temporaryFile
    }
  }

  /// What waits, or as much of it as makes a piece; nil if there is nothing.
  mutating func take() throws -> [UInt8]? {
    guard memory.isEmpty else {
      defer { memory = [] }
      return memory
    }
    guard read < written, let file else { return nil }
    do {
      try file.seek(toOffset: read)
      let size = min(Self.pieceSize, Int(written - read))
      guard let data = try file.read(upToCount: size), data.count == size
      else { throw URLSessionTransportError.temporaryFile }
      read += UInt64(size)
      if read == written { try reuse(file) }
      return Array(data)
    } catch {
      throw URLSessionTransportError.temporaryFile
    }
  }

  mutating func removeAll() {
    self = Spool()
  }

  private mutating func reuse(_ file: FileHandle) throws {
    try file.truncate(atOffset: 0)
    (written, read) = (0, 0)
  }
}
