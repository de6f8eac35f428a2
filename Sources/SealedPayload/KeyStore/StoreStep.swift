internal import SealedCrypto

/// One file that a change of a key directory writes or erases.
///
/// A change is a list of steps. What is added goes from the secrets to the manifest to the configuration; what is removed goes the
/// other way. So the configuration never lists a key that is not there, wherever the list is cut by a crash.
package enum StoreStep: Sendable {
  /// Writes a private key.
  case key(NewKey)
  /// Writes the key that signs configurations; the bytes of an old one are overwritten.
  case identity(SigningKey)
  /// Writes the key that signs responses.
  case response(SigningKey)
  /// Writes the first record of the replay guard: no message can have been accepted under keys that did not exist.
  case replayRecord
  /// Writes `store.json`.
  case manifest(StoreManifest)
  /// Writes `configuration.jws`.
  case configuration([UInt8])
  /// Overwrites and removes a private key.
  case erase(KeyIdentifier)
  /// Overwrites and removes a file that no manifest names: a crash left it.
  case eraseStray(StrayFile)
  /// Writes the configuration anew as it is: servers look at that file alone to see that something changed.
  case signal
}

/// A file that no manifest names.
package struct StrayFile: Sendable, Hashable {
  let name: String
  let isKey: Bool
}

/// A private key that is not on disk yet.
package final class NewKey: Sendable {
  fileprivate let privateKey: RecipientPrivateKey

  init() throws(KeyError) { privateKey = try RecipientPrivateKey(generating: .x25519) }

  var publicKey: RecipientPublicKey { privateKey.publicKey }
}

extension KeyStore {
  /// Takes the steps one after the other; each is on the disk before the next.
  package func apply(_ steps: some Sequence<StoreStep>) throws(KeyStoreError) {
    for step in steps { try apply(step) }
  }

  private func apply(_ step: StoreStep) throws(KeyStoreError) {
    switch step {
    case .key(let key):
      let name = StoreFile.key(key.publicKey.identifier)
      try write(keysFolder, name) { () throws(KeyError) in try KeyFile.file(key.privateKey) }
    case .identity(let key):
      try write(folder, StoreFile.identity) { () throws(KeyError) in try KeyFile.file(key) }
    case .response(let key):
      try write(folder, StoreFile.response) { () throws(KeyError) in try KeyFile.file(key) }
    case .replayRecord: try replace(ReplayRecord.fileName, ReplayRecord(floor: 0).bytes)
    case .manifest(let manifest): try replace(StoreFile.manifest, manifest.bytes)
    case .configuration(let text): try replace(StoreFile.configuration, text)
    case .erase(let identifier):
      try system { () throws(SystemFailure) in try keysFolder.erase(StoreFile.key(identifier)) }
    case .eraseStray(let file):
      let folder = file.isKey ? keysFolder : folder
      try system { () throws(SystemFailure) in try folder.erase(file.name) }
    case .signal: if let text = try configurationText() { try replace(StoreFile.configuration, text) }
    }
  }

  /// Key files that no manifest names, and files that were never complete.
  func strays(_ manifest: StoreManifest) throws(KeyStoreError) -> [StrayFile] {
    try system { () throws(SystemFailure) in
      // The replay guard writes its record under a lock of its own.
      let others = PrivateFolder.temporaryPrefix + ReplayRecord.fileName
      var strays = try folder.names()
        .filter { $0.hasPrefix(PrivateFolder.temporaryPrefix) && !$0.hasPrefix(others) }
        .map { StrayFile(name: $0, isKey: false) }
      guard try FileStatus(of: keysFolder.path) != nil else { return strays }
      let known = Set(manifest.keys.map { StoreFile.key($0.identifier) })
      for name in try keysFolder.names() where !known.contains(name) {
        let isOurs = name.hasPrefix(PrivateFolder.temporaryPrefix) || name.hasSuffix(StoreFile.keySuffix)
        if isOurs { strays.append(StrayFile(name: name, isKey: true)) }
      }
      return strays
    }
  }

  /// Writes a secret file.
  private func write(
    _ folder: PrivateFolder, _ name: String, _ make: () throws(KeyError) -> [UInt8]
  ) throws(KeyStoreError) {
    var bytes = try keyFile(folder.path(name), make)
    defer { bytes.erase() }
    try system { () throws(SystemFailure) in
      try bytes.withSpan { (bytes) throws(SystemFailure) in try folder.replace(name, with: bytes, erasingOld: true) }
    }
  }

  private func replace(_ name: String, _ bytes: [UInt8]) throws(KeyStoreError) {
    try system { () throws(SystemFailure) in
      try bytes.withSpan { (bytes) throws(SystemFailure) in try folder.replace(name, with: bytes) }
    }
  }

  /// The configuration as it is on the disk, good or bad; nil if there is none.
  func configurationText() throws(KeyStoreError) -> [UInt8]? {
    do throws(SystemFailure) {
      return try folder.read(StoreFile.configuration, limit: ConfigurationLimits.byteCount)
    } catch {
      throw error.isTooLarge ? .configuration(.form) : KeyStoreError(error)
    }
  }
}
