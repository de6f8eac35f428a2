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
    do throws(SystemFailure) {
      let output = try OpenFile(temporary, for: .creating)
      defer { unsafe unlink(temporary) }
      try output.write(file)
      try output.synchronize()
      // Unlike rename, link never takes the place of a file that is there.
      guard unsafe link(temporary, path) == 0 else { throw SystemFailure(path) }
    } catch {
      throw error.isExisting ? .exists(path: path) : .system(path: path, reason: error.reason)
    }
  }

  /// Reads a file whole, and tells whether only its owner can.
  private static func contents(_ path: String) throws(KeyError) -> (bytes: [UInt8], isPrivate: Bool) {
    let (status, bytes): (FileStatus, [UInt8])
    do throws(SystemFailure) {
      let file = try OpenFile(path, for: .reading)
      status = try file.status()
      bytes = status.isFolder ? [] : try file.contents(limit: maximumByteCount)
    } catch {
      throw error.isTooLarge ? .malformedKeyFile : .system(path: path, reason: error.reason)
    }
    guard !status.isFolder else { throw .system(path: path, reason: "is a directory") }
    return (bytes, !status.isRegular || status.isPrivate)
  }
}
