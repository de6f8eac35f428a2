#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The names in a folder: removing, renaming, resolving.
enum FileSystem {
  /// Removes a file; it may be gone already.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// Gives a file its final name, in place of what had it.
  static func rename(_ path: String, to target: String) throws(ToolError) {
    guard systemRename(path, target) == 0 else { throw .file(.system(.create, target, errno)) }
  }

  /// Gives a file its final name, which must be free.
  static func renameWithoutReplacing(_ path: String, to target: String) throws(ToolError) {
    if unsafe link(path, target) == 0 {
      remove(path)
      return
    }
    if errno == EEXIST { throw .file(.exists(target)) }
    // No hard links here: taking the name first also keeps everyone else from it.
    do throws(ToolError) {
      _ = try Descriptor(opening: target, for: .creating(permissions: 0o600))
    } catch {
      if case .file(.system(_, _, EEXIST)) = error { throw .file(.exists(target)) }
      throw error
    }
    try rename(path, to: target)
  }

  /// Makes the names in a folder last; where that cannot be done, the file's content is safe all the same.
  static func synchronize(folder: String) {
    guard let descriptor = try? Descriptor(opening: folder, for: .reading) else { return }
    try? descriptor.synchronize()
  }

  /// The path without links, or nil if it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// What the system says about an error.
  static func message(for code: Int32) -> String {
    switch code {
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EBADF: "it is closed"
    default: unsafe strerror(code).map { text in unsafe String(cString: text) } ?? "error \(code)"
    }
  }

  /// What the user can do about an error.
  static func remedy(for code: Int32, file: String) -> String {
    switch code {
    case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: "check the name"
    case EACCES, EPERM: "check the permissions of the file and its folder"
    case ENOSPC, EDQUOT, EFBIG: "make room, or write elsewhere"
    case EROFS: "write elsewhere"
    case EISDIR: "name a file"
    case EMFILE, ENFILE: "close other programs, or raise the limit of open files"
    case EBADF: "redirect it to a file or a pipe"
    default: "check \(file), then try again"
    }
  }
}

private func systemRename(_ path: String, _ target: String) -> Int32 {
  unsafe rename(path, target)
}
