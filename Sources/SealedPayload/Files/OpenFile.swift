#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system refused to do with a file.
package struct SystemFailure: Error, Sendable, Hashable {
  /// The file.
  package let path: String
  /// The system's number for the reason.
  package let code: Int32

  /// What the system says about it.
  package var reason: String { unsafe String(cString: strerror(code)) }

  /// There is no such file.
  package var isMissing: Bool { code == ENOENT }
  /// There is a file of that name.
  package var isExisting: Bool { code == EEXIST }
  /// The file is longer than its reader allows.
  package var isTooLarge: Bool { code == EFBIG }

  /// Takes the reason of the call that just failed.
  init(_ path: String, code: Int32 = errno) {
    self.path = path
    self.code = code
  }
}

/// An open file or folder, closed when it is no longer needed; programs that this one starts don't get it.
package struct OpenFile: ~Copyable, Sendable {
  /// What it is opened for.
  package enum Access: Sendable {
    case reading
    /// Writing to what is there.
    case overwriting
    /// Making a new file of mode 0600.
    case creating
    /// Reading what is there, or an empty new file of mode 0600: for locks.
    case locking

    fileprivate var flags: Int32 {
      switch self {
      case .reading: O_RDONLY
      case .overwriting: O_WRONLY
      case .creating: O_WRONLY | O_CREAT | O_EXCL
      case .locking: O_RDONLY | O_CREAT
      }
    }
  }

  private let descriptor: Int32
  private let path: String

  package init(_ path: String, for access: Access) throws(SystemFailure) {
    var result: Int32
    repeat { result = unsafe open(path, access.flags | O_CLOEXEC, 0o600) } while result < 0 && errno == EINTR
    guard result >= 0 else { throw SystemFailure(path) }
    (descriptor, self.path) = (result, path)
  }

  deinit { close(descriptor) }

  /// What the system knows of it: asked of the open file, so that it can't be swapped in between.
  package func status() throws(SystemFailure) -> FileStatus {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemFailure(path) }
    return FileStatus(status)
  }

  /// Its content, if that is not too large; the caller erases what is secret.
  package func contents(limit: Int) throws(SystemFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let capacity = bytes.count - count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, capacity)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw SystemFailure(path) }
      guard got > 0 else { break }
      count += got
    }
    guard count <= limit else { throw SystemFailure(path, code: EFBIG) }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  package func write(_ bytes: Span<UInt8>) throws(SystemFailure) {
    var rest = bytes
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw SystemFailure(path) }
      rest = rest.extracting(droppingFirst: written)
    }
  }

  /// Waits until all of it is on the disk.
  package func synchronize() throws(SystemFailure) {
    while fsync(descriptor) != 0 {
      // Not every file system can be told to, for folders above all.
      if errno == EINVAL || errno == ENOTSUP { return }
      guard errno == EINTR else { throw SystemFailure(path) }
    }
  }

  /// Gives the file to the owner of another: what root writes shall be read by the server.
  package func giveTo(ownerOf status: FileStatus) throws(SystemFailure) {
    guard geteuid() == 0 else { return }
    guard fchown(descriptor, status.owner, status.group) == 0 else { throw SystemFailure(path) }
  }

  /// Takes the lock of this file until it is closed; false if another holder has it and `isPatient` is false.
  package func lock(isPatient: Bool) throws(SystemFailure) -> Bool {
    while flock(descriptor, isPatient ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw SystemFailure(path) }
    }
    return true
  }
}

// Inside the type, the method of the same name hides the system's.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
