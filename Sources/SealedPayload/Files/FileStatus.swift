#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system knows of a file.
package struct FileStatus: Sendable {
  package let isFolder: Bool
  package let isRegular: Bool
  /// Whether group and others can do nothing with it.
  package let isPrivate: Bool
  package let byteCount: Int
  /// Tells whether the file was written to, or another put in its place.
  package let stamp: FileStamp

  let owner: UInt32
  let group: UInt32

  init(_ status: stat) {
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isPrivate = status.st_mode & 0o077 == 0
    byteCount = Int(status.st_size)
    (owner, group) = (status.st_uid, status.st_gid)
    stamp = FileStamp(status)
  }

  /// Asks about a path, links followed; nil if there is nothing.
  package init?(of path: String) throws(SystemFailure) {
    var status = stat()
    if unsafe stat(path, &status) != 0 {
      guard errno == ENOENT || errno == ENOTDIR else { throw SystemFailure(path) }
      return nil
    }
    self.init(status)
  }
}

/// Changes with every change of a file, whatever is set on it by hand: the system alone sets the time of the last change.
package struct FileStamp: Sendable, Hashable {
  private let device: UInt64
  private let file: UInt64
  private let byteCount: Int64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    file = UInt64(truncatingIfNeeded: status.st_ino)
    byteCount = Int64(status.st_size)
    #if canImport(Darwin)
      (seconds, nanoseconds) = (status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec)
    #else
      (seconds, nanoseconds) = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
    #endif
  }
}
