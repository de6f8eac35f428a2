#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which file a name stands for, whatever the name.
package struct FileIdentity: Hashable, Sendable {
  /// The device it is on.
  package let device: UInt64

  /// Its number there.
  package let inode: UInt64
}

/// What the system knows about a file.
package struct FileStatus: Sendable {
  /// The kinds that are treated differently.
  package enum Kind: Sendable { case regular, directory, pipe, other }

  /// The kind of file.
  package let kind: Kind

  /// The permission bits.
  package let permissions: UInt32

  /// The bytes in it, if it is a regular file.
  package let size: Int

  /// Which file it is.
  package let identity: FileIdentity

  /// Whether anyone but the owner can read it or write to it.
  package var isOpenToOthers: Bool { permissions & 0o077 != 0 }

  /// Asks about a name, following links; nil if nothing is there or it cannot be told.
  package init?(path: String) {
    var raw = stat()
    guard unsafe stat(path, &raw) == 0 else { return nil }
    self.init(raw)
  }

  /// Asks about an open file.
  package init?(descriptor: Int32) {
    var raw = stat()
    guard unsafe fstat(descriptor, &raw) == 0 else { return nil }
    self.init(raw)
  }

  /// Whether the name is taken, be it by a link that leads nowhere.
  package static func isTaken(_ path: String) -> Bool {
    var raw = stat()
    return unsafe lstat(path, &raw) == 0
  }

  private init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO: .pipe
      default: .other
      }
    permissions = UInt32(raw.st_mode) & 0o777
    size = Int(raw.st_size)
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(truncatingIfNeeded: raw.st_ino))
  }
}
