internal import SealedCrypto

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension KeyFile {
  /// Reads a private key from a file that only its owner can read.
  public static func load(
    _ path: String, passphrase: Passphrase? = nil
  ) throws(KeyError) -> PrivateKey {
    var file = try contents(path)
    defer { file.bytes.erase() }
    guard !file.isReadableByOthers else { throw .readableByOthers(path: path) }
    return try file.bytes.withSpan { (file) throws(KeyError) in try privateKey(file, passphrase: passphrase) }
  }

  /// Reads the public half of a key file, which others may read unless the private key is in it as it is.
  public static func loadPublicKey(_ path: String) throws(KeyError) -> PublicKey {
    var file = try contents(path)
    defer { file.bytes.erase() }
    let key = try file.bytes.withSpan { (file) throws(KeyError) in try readPublicKey(file) }
    guard !key.isBesidePrivate || !file.isReadableByOthers else { throw .readableByOthers(path: path) }
    return key.publicKey
  }

  /// Writes a new file of mode 0600; one that exists is left as it is.
  public static func save(_ file: Span<UInt8>, to path: String) throws(KeyError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .exists(path: path) : .system(path: path, reason: reason(errno))
    }
    defer { close(descriptor) }
    var offset = 0
    while offset < file.count {
      let written = unsafe file.extracting(droppingFirst: offset).withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw abandon(path, errno) }
      offset += written
    }
    guard fsync(descriptor) == 0 else { throw abandon(path, errno) }
  }

  private static func abandon(_ path: String, _ code: Int32) -> KeyError {
    unsafe unlink(path)
    return .system(path: path, reason: reason(code))
  }

  /// Reads a file whole; the mode is asked of the open file, so that it can't be swapped in between.
  private static func contents(
    _ path: String
  ) throws(KeyError) -> (bytes: [UInt8], isReadableByOthers: Bool) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(path: path, reason: reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .system(path: path, reason: "is a directory") }
    let isReadableByOthers = status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 != 0
    return (try contents(of: descriptor, path), isReadableByOthers)
  }

  private static func contents(of descriptor: Int32, _ path: String) throws(KeyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: maximumByteCount + 1)
    var count = 0
    while count < bytes.count {
      let capacity = bytes.count - count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, capacity)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .system(path: path, reason: reason(errno)) }
      guard got > 0 else { break }
      count += got
    }
    guard count <= maximumByteCount else { throw .malformedKeyFile }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
