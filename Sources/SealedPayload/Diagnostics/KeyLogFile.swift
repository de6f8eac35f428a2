internal import SealedCrypto

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file of a key log, as the system sees it.
enum KeyLogFile {
  /// Opens the file for appending; one that is new gets mode 0600.
  ///
  /// What matters is asked of the open file, so that it can't be swapped in between. A link is not followed: in a folder
  /// that others can write to it might lead to a file that means something.
  static func open(_ path: String) throws(KeyLogError) -> Int32 {
    // Opening a pipe without a reader would wait for one.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
    let descriptor = systemOpen(path, flags, 0o600)
    guard descriptor >= 0 else {
      let code = errno
      if [ELOOP, EISDIR, ENXIO].contains(code) { throw .notAPlainFile(path: path) }
      throw .system(path: path, reason: unsafe String(cString: strerror(code)))
    }
    do throws(KeyLogError) {
      try check(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func check(_ descriptor: Int32, _ path: String) throws(KeyLogError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0
    else { throw .system(path: path, reason: unsafe String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else { throw .notAPlainFile(path: path) }
    guard status.st_uid == geteuid() else { throw .ownedByAnother(path: path) }
    guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path: path) }
  }

  /// Closes a file that nothing was written to.
  static func close(_ descriptor: Int32) { _ = systemClose(descriptor) }

  /// Writes a whole line in one call, so that lines of several processes don't mix; false if that failed.
  static func append(_ line: Span<UInt8>, to descriptor: Int32) -> Bool {
    unsafe line.withUnsafeBytes { line in
      var written = -1
      repeat {
        written = unsafe systemWrite(descriptor, line.baseAddress, line.count)
      } while written < 0 && errno == EINTR
      return written == line.count
    }
  }

  /// Tells the user something on standard error, in one line.
  static func warn(_ text: String) {
    let safe = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }.joined()
    _ = Array("sealed-payload: \(safe)\n".utf8).withSpan { append($0, to: STDERR_FILENO) }
  }
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { unsafe open(path, flags, mode) }

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
