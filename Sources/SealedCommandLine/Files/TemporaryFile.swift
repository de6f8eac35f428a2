/// A file without its final name yet; it is gone unless it gets one.
struct TemporaryFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: String
  private let folder: String

  /// Makes an empty file beside the target, so that renaming it never has to copy.
  init(folder: String, permissions: UInt32, target: String) throws(ToolError) {
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    path = "\(folder)/.sealed-\(suffix)"
    self.folder = folder
    Interruption.watch(path)
    do throws(ToolError) {
      descriptor = try Descriptor(opening: path, for: .creating(permissions: permissions))
    } catch {
      Interruption.forget(path)
      guard case .file(.system(let operation, _, let code)) = error else { throw error }
      // The user knows the target's name, not this one.
      throw .file(.system(operation, target, code))
    }
  }

  deinit {
    // After a successful rename nothing has this name any more.
    FileSystem.remove(path)
    Interruption.forget(path)
  }

  /// Adds bytes at the end.
  func write(_ bytes: Span<UInt8>, target: String) throws(ToolError) {
    do throws(ToolError) {
      try descriptor.write(bytes)
    } catch {
      guard case .file(.system(let operation, _, let code)) = error else { throw error }
      throw .file(.system(operation, target, code))
    }
  }

  /// Gives the file its final name, once its content has reached the disk.
  consuming func rename(to target: String, canReplace: Bool) throws(ToolError) {
    try descriptor.synchronize()
    if canReplace {
      try FileSystem.rename(path, to: target)
    } else {
      try FileSystem.renameWithoutReplacing(path, to: target)
    }
    FileSystem.synchronize(folder: folder)
  }
}
