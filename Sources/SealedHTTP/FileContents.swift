#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Tells a file from what it was before.
struct FileVersion: Sendable, Hashable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  let seconds: Int
  let nanoseconds: Int
}

/// Files that are read whole.
enum FileContents {
  static func read(
    _ path: String, upTo limit: Int
  ) throws(ClientRegistryError) -> (bytes: [UInt8], version: FileVersion) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: reason(errno)) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, reason: reason(errno)) }
      guard count > 0 else { return (bytes, version(status)) }
      guard count <= limit - bytes.count else {
        throw .unreadable(path: path, reason: "more than \(limit) bytes")
      }
      bytes += chunk[..<count]
    }
  }

  /// Nil if there is no such file.
  static func version(of path: String) -> FileVersion? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return version(status)
  }

  private static func version(_ status: stat) -> FileVersion {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return FileVersion(
      device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino),
      size: Int64(status.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
  }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}
