internal import SealedCrypto

/// The key directory of an API (spec/key-store.md): its private keys, when each is used, and the signed configuration.
///
/// `sealtool keys` and `maintain` change it, servers read it while it changes. It has no clock of its own: `now` is seconds
/// since 1970. Writers keep out of each other's way by a lock; readers need none.
public struct KeyStore: Sendable {
  let folder: PrivateFolder
  let keysFolder: PrivateFolder

  /// A folder that may be no key directory yet.
  package init(unchecked path: String) {
    folder = PrivateFolder(path)
    keysFolder = PrivateFolder(folder.path("keys"))
  }

  /// Opens a key directory.
  ///
  /// A folder with `store.json` alone will do where the identity key is: for `publish`.
  public init(opening path: String) throws(KeyStoreError) {
    self.init(unchecked: path)
    _ = try manifest()
    let holdsKeys = try system { () throws(SystemFailure) in try FileStatus(of: keysFolder.path) } != nil
    let status = try system { () throws(SystemFailure) in try FileStatus(of: path) }
    guard !holdsKeys || status?.isPrivate == true else { throw .openToOthers(path: path) }
  }

  /// The folder.
  public var path: String { folder.path }

  /// Where the configuration is, as clients get it; it is replaced last in every change.
  public var configurationPath: String { folder.path(StoreFile.configuration) }

  /// Tells whether the directory changed: two equal stamps, and there is nothing new to load.
  package func stamp() throws(KeyStoreError) -> FileStamp? {
    try system { () throws(SystemFailure) in try folder.status(StoreFile.configuration)?.stamp }
  }

  package func manifest() throws(KeyStoreError) -> StoreManifest {
    let bytes = try system { () throws(SystemFailure) in
      do throws(SystemFailure) {
        return try folder.read(StoreFile.manifest, limit: KeyStoreLimits.manifestByteCount)
      } catch {
        guard error.isTooLarge else { throw error }
        return []
      }
    }
    guard let bytes else { throw .missing(path: path) }
    guard let manifest = StoreManifest(bytes) else { throw .malformed(path: folder.path(StoreFile.manifest)) }
    return manifest
  }
}

/// The names of the files in a key directory.
enum StoreFile {
  static let manifest = "store.json"
  static let configuration = "configuration.jws"
  static let identity = "identity.jwk"
  static let response = "response.jwk"
  static let lock = "lock"
  static let keySuffix = ".jwk"

  static func key(_ identifier: KeyIdentifier) -> String { identifier.description + keySuffix }
}

/// Calls `body`, whose failures are the system's.
func system<R: ~Copyable>(_ body: () throws(SystemFailure) -> R) throws(KeyStoreError) -> R {
  do throws(SystemFailure) { return try body() } catch { throw KeyStoreError(error) }
}

/// Calls `body`, whose failures are about the file of a key.
func keyFile<R: ~Copyable>(_ path: String, _ body: () throws(KeyError) -> R) throws(KeyStoreError) -> R {
  do throws(KeyError) { return try body() } catch { throw .key(path: path, error) }
}
