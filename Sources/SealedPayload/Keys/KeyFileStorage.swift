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
    var (bytes, isPrivate) = try contents(path)
    defer { bytes.erase() }
    guard isPrivate else { throw .readableByOthers(path: path) }
    return try bytes.withSpan { (file) throws(KeyError) in try privateKey(file, passphrase: passphrase) }
  }

  /// Reads the public half of a key file; one that holds nothing else may be readable by all.
  public static func loadPublicKey(_ path: String) throws(KeyError) -> PublicKey {
    var (bytes, isPrivate) = try contents(path)
    defer { bytes.erase() }
    return try bytes.withSpan { (file) throws(KeyError) in
      let key = try publicKey(file)
      if !isPrivate, try holdsPrivateKey(file) { throw .readableByOthers(path: path) }
      return key
    }
  }

  /// Writes a new file of mode 0600, whole or not at all; one that exists is left as it is.
  public static func save(_ file: Span<UInt8>, to path: String) throws(KeyError) {
    let suffix = Random.bytes(8).withSpan { Text.hex($0) }
    let temporary = "\(path).\(suffix)"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(path: path, reason: reason(errno)) }
    defer {
      close(descriptor)
      unsafe unlink(temporary)
    }
    try write(file, to: descriptor, path)
    guard fsync(descriptor) == 0 else { throw .system(path: path, reason: reason(errno)) }
    // Unlike rename, link never takes the place of a file that is there.
    guard unsafe link(temporary, path) == 0 else {
      throw errno == EEXIST ? .exists(path: path) : .system(path: path, reason: reason(errno))
    }
  }

  private static func write(_ file: Span<UInt8>, to descriptor: Int32, _ path: String) throws(KeyError) {
    var rest = file
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw .system(path: path, reason: reason(errno)) }
      rest = rest.extracting(droppingFirst: written)
    }
  }

  /// Reads a file whole, and tells whether only its owner can.
  ///
  /// The mode is asked of the open file, so that it can't be swapped in between.
  private static func contents(_ path: String) throws(KeyError) -> (bytes: [UInt8], isPrivate: Bool) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(path: path, reason: reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .system(path: path, reason: "is a directory") }
    let isPrivate = status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0
    return (try contents(of: descriptor, path), isPrivate)
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

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
