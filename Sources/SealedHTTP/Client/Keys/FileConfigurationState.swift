internal import SealedCrypto
public import SealedPayload

/// Remembers in a folder, over a restart: a file of mode 0600 for each API, written whole or not at all.
///
/// Several processes may share the folder.
public struct FileConfigurationState: ConfigurationState {
  private static let lockName = "lock"

  private let folder: PrivateFolder

  /// Takes a folder, which is made (mode 0700) when there is something to remember.
  public init(folder: String) {
    self.folder = PrivateFolder(folder)
  }

  /// What was accepted last for an API; nil if there was nothing.
  public func load(_ issuer: Issuer) throws(ConfigurationStateError) -> AcceptedConfiguration? {
    let name = Self.fileName(issuer)
    guard let text = try text(name) else { return nil }
    guard let accepted = AcceptedConfiguration(text, of: issuer) else {
      throw .malformed(path: folder.path(name))
    }
    return accepted
  }

  /// Remembers it in the place of what was there, unless another process has remembered a newer one meanwhile.
  public func save(_ accepted: AcceptedConfiguration, for issuer: Issuer) throws(ConfigurationStateError) {
    let lock = try lock()
    if let other = try load(issuer), other.pins == accepted.pins, other.wasUnpinned == accepted.wasUnpinned,
      other.issuedAt > accepted.issuedAt
    {
      return
    }
    let text = accepted.text(of: issuer)
    do throws(SystemFailure) {
      try text.withSpan { (text) throws(SystemFailure) in try folder.replace(Self.fileName(issuer), with: text) }
    } catch {
      throw ConfigurationStateError(error)
    }
    // The lock is that of an open file: it lasts to here.
    _ = consume lock
  }

  private func lock() throws(ConfigurationStateError) -> OpenFile {
    do throws(SystemFailure) {
      _ = try folder.create()
      let file = try OpenFile(folder.path(Self.lockName), for: .locking)
      _ = try file.lock(isPatient: true)
      return file
    } catch {
      throw ConfigurationStateError(error)
    }
  }

  private func text(_ name: String) throws(ConfigurationStateError) -> [UInt8]? {
    let isPrivate: Bool
    let text: [UInt8]?
    do throws(SystemFailure) {
      isPrivate = try folder.status(name)?.isPrivate ?? true
      text = try folder.read(name, limit: AcceptedConfiguration.maximumByteCount)
    } catch {
      throw ConfigurationStateError(error)
    }
    guard isPrivate else { throw .openToOthers(path: folder.path(name)) }
    return text
  }

  /// A name that no issuer can make point elsewhere.
  private static func fileName(_ issuer: Issuer) -> String {
    SHA256.hash(Array(issuer.text.utf8)).withSpan { Text.hex($0) } + ".json"
  }
}

/// Why what was accepted can't be read or written.
@nonexhaustive
public enum ConfigurationStateError: Error, Sendable, Hashable {
  /// The file says nothing that can be understood.
  case malformed(path: String)
  /// Others than the file's owner can read or write it.
  case openToOthers(path: String)
  /// The system refused to read or write.
  case system(path: String, reason: String)

  init(_ failure: SystemFailure) {
    self = .system(path: failure.path, reason: failure.reason)
  }
}

extension ConfigurationStateError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .malformed(let path):
      "\(path) is damaged; remove it if you know why, and roll-back of keys can't be noticed once"
    case .openToOthers(let path): "\(path) can be read or written by others; run: chmod 600 \(path)"
    case .system(let path, let reason): "\(path): \(reason)"
    }
  }
}
