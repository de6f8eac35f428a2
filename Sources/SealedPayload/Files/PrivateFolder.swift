internal import SealedCrypto

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A folder of mode 0700 whose files are written whole or not at all, and are on the disk when a call returns.
package struct PrivateFolder: Sendable {
  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// The path of a file in it.
  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes the folder; false if there is something of that name.
  package func create() throws(SystemFailure) -> Bool {
    if unsafe mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw SystemFailure(path) }
    return false
  }

  /// What the system knows of a file in it; nil if there is none.
  package func status(_ name: String) throws(SystemFailure) -> FileStatus? { try FileStatus(of: path(name)) }

  /// The content of a file, if it is not too large; nil if there is none.
  package func read(_ name: String, limit: Int) throws(SystemFailure) -> [UInt8]? {
    do throws(SystemFailure) {
      return try OpenFile(path(name), for: .reading).contents(limit: limit)
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  /// Writes a file of mode 0600, in place of the one that is there.
  ///
  /// - Parameter erasingOld: whether the bytes of the old file are overwritten.
  package func replace(_ name: String, with bytes: Span<UInt8>, erasingOld: Bool = false) throws(SystemFailure) {
    let suffix = Random.bytes(8).withSpan { Text.hex($0) }
    let temporary = path("\(Self.temporaryPrefix)\(name).\(suffix)")
    let file = try OpenFile(temporary, for: .creating)
    defer { unsafe unlink(temporary) }
    if let status = try FileStatus(of: path) { try file.giveTo(ownerOf: status) }
    try file.write(bytes)
    try file.synchronize()
    let old = erasingOld ? try? OpenFile(path(name), for: .overwriting) : nil
    guard rename(temporary, path(name)) == 0 else { throw SystemFailure(path(name)) }
    try old?.overwrite()
    try synchronize()
  }

  /// Overwrites a file with zeros and removes it; it may be gone already.
  package func erase(_ name: String) throws(SystemFailure) {
    guard let status = try status(name) else { return remove(name) }
    if status.isRegular { try OpenFile(path(name), for: .overwriting).overwrite() }
    remove(name)
    try synchronize()
  }

  /// The names of the files in it, in no order.
  package func names() throws(SystemFailure) -> [String] {
    guard let folder = unsafe opendir(path) else { throw SystemFailure(path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Makes the names in it last.
  package func synchronize() throws(SystemFailure) { try OpenFile(path, for: .reading).synchronize() }

  /// What the names of files begin with that are not complete yet.
  package static let temporaryPrefix = ".new-"

  private func remove(_ name: String) { _ = unsafe unlink(path(name)) }

  private func rename(_ old: String, _ new: String) -> Int32 { systemRename(old, new) }
}

extension OpenFile {
  /// Overwrites all of a file with zeros, on the disk as far as the disk has only one copy of it.
  fileprivate func overwrite() throws(SystemFailure) {
    let zeros = [UInt8](repeating: 0, count: try status().byteCount)
    try zeros.withSpan { (zeros) throws(SystemFailure) in try write(zeros) }
    try synchronize()
  }
}

private func systemRename(_ old: String, _ new: String) -> Int32 { unsafe rename(old, new) }
