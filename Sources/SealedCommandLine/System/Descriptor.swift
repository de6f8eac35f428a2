#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, closed when it is no longer needed.
package struct Descriptor: ~Copyable {
  /// What the file is opened for.
  package enum Access {
    /// Reading.
    case reading

    /// Writing to what is there: a device or a pipe.
    case writing

    /// Making a new file with these permissions, less the umask.
    case creating(permissions: UInt32)
  }

  /// The system's number for it.
  package let number: Int32

  /// What error messages call it.
  package let name: String

  private let isOwned: Bool

  /// Opens a file.
  package init(opening path: String, for access: Access) throws(ToolError) {
    var result: Int32
    repeat {
      result =
        switch access {
        case .reading: unsafe open(path, O_RDONLY | O_CLOEXEC)
        case .writing: unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        case .creating(let permissions):
          unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(permissions))
        }
    } while result < 0 && errno == EINTR
    guard result >= 0 else {
      let code = errno
      if case .creating = access { throw .file(.system(.create, path, code)) }
      throw .file(.system(.open, path, code))
    }
    (number, name, isOwned) = (result, path, true)
  }

  /// Uses a descriptor that someone else closes.
  package init(borrowing number: Int32, name: String) {
    (self.number, self.name, isOwned) = (number, name, false)
  }

  deinit {
    if isOwned { _ = close(number) }
  }

  /// Whether it is a terminal.
  package var isTerminal: Bool { isatty(number) == 1 }

  /// What the system knows about it.
  package var status: FileStatus? { FileStatus(descriptor: number) }

  /// Reads into a buffer, behind its first `start` bytes, and says how many bytes came; none at the end.
  package func read(into buffer: inout MutableSpan<UInt8>, from start: Int = 0) throws(ToolError) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe systemRead(number, UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      }
      if count >= 0 { return count }
      try recover(from: errno, .read)
    }
  }

  /// Writes all bytes.
  package func write(_ bytes: Span<UInt8>) throws(ToolError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done..<bytes.count)
      let count = unsafe rest.withUnsafeBytes { bytes in unsafe systemWrite(number, bytes) }
      if count < 0 { try recover(from: errno, .write) } else { done += count }
    }
  }

  /// Where the next byte comes from; nil where that makes no sense.
  package var position: Int? {
    let offset = lseek(number, 0, SEEK_CUR)
    return offset < 0 ? nil : Int(offset)
  }

  /// Goes to a byte.
  package func seek(to position: Int) throws(ToolError) {
    guard lseek(number, off_t(position), SEEK_SET) >= 0 else { throw .file(.system(.read, name, errno)) }
  }

  /// Waits until what was written has reached the disk.
  package func synchronize() throws(ToolError) {
    while fsync(number) != 0 {
      // Not every file system can be told to.
      if errno == EINVAL || errno == ENOTSUP { return }
      try recover(from: errno, .write)
    }
  }

  /// Returns if the call is worth repeating.
  private func recover(from code: Int32, _ operation: FileOperation) throws(ToolError) {
    if code == EINTR { return }
    if code == EAGAIN {
      // A descriptor shared with a program that made it non-blocking.
      var wait = pollfd(fd: number, events: Int16(operation == .read ? POLLIN : POLLOUT), revents: 0)
      _ = unsafe poll(&wait, 1, -1)
      return
    }
    if number == STDOUT_FILENO && (code == EPIPE || code == EBADF) { throw .outputClosed }
    throw .file(.system(operation, name, code))
  }
}

// Inside the type, the methods of the same name hide the system's.
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(number, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(number, bytes.baseAddress, bytes.count)
}
