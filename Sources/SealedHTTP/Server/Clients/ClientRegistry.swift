public import SealedPayload
internal import Synchronization

/// The clients of an API in a file, read again when it changes: who is taken out of it is refused from the next second on.
///
/// A line for each client: its name, white space, and its public key as `sealtool keygen signing` prints it. `#` begins a
/// comment. A name may have several lines, for several keys; a key has one client.
///
///     # name      key
///     billing     ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
public final class ClientRegistry: ClientDirectory {
  private struct State {
    var clients: [VerifyingKey: RegisteredClient]
    var version: FileVersion
    var lookedAt: UInt64
    var problem: ClientRegistryError?

    var isUnread: Bool {
      if case .unreadable = problem { true } else { false }
    }
  }

  private let path: String
  private let time: any TimeSource
  private let state: Mutex<State>

  /// Reads the file.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - time: tells when to look at the file again: at most once in a second.
  public init(file path: String, time: any TimeSource = SystemTime()) throws(ClientRegistryError) {
    self.path = path
    self.time = time
    let file = try FileContents.read(path, upTo: Self.maximumByteCount)
    let clients = try Self.parse(file.bytes, path)
    state = Mutex(State(clients: clients, version: file.version, lookedAt: time.now))
  }

  /// Whose key it is.
  public func client(signingWith key: VerifyingKey) async -> RegisteredClient? {
    refresh()
    return state.withLock { $0.clients[key] }
  }

  /// Looks whether the file has changed, at most once in a second; each question for a client does so too.
  ///
  /// For a server that watches `problem`: it need not wait for the next signed request.
  public func refresh() {
    let now = time.now
    state.withLock { state in
      if now != state.lookedAt { refresh(&state, now) }
    }
  }

  /// What is wrong with the file since it was changed, if anything: until it is mended, what was read before counts.
  public var problem: ClientRegistryError? { state.withLock { $0.problem } }

  private func refresh(_ state: inout State, _ now: UInt64) {
    state.lookedAt = now
    // What could not be read may be there again as it was.
    guard FileContents.version(of: path) != state.version || state.isUnread else { return }
    do throws(ClientRegistryError) {
      let file = try FileContents.read(path, upTo: Self.maximumByteCount)
      state.version = file.version
      state.clients = try Self.parse(file.bytes, path)
      state.problem = nil
    } catch {
      state.problem = error
    }
  }
}

extension ClientRegistry {
  /// Bytes of the file at most.
  static let maximumByteCount = 64 << 20

  /// Bytes of a name at most.
  static let maximumName = 255

  static func parse(_ bytes: [UInt8], _ path: String) throws(ClientRegistryError) -> [VerifyingKey: RegisteredClient] {
    var clients: [VerifyingKey: RegisteredClient] = [:]
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if words.isEmpty { continue }
      guard words.count == 2, words[0].count <= maximumName, words[0].allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
        throw .malformed(path: path, line: number)
      }
      let key: VerifyingKey
      do throws(KeyError) {
        key = try VerifyingKey(String(decoding: words[1], as: UTF8.self))
      } catch {
        throw .malformed(path: path, line: number)
      }
      let client = RegisteredClient(name: String(decoding: words[0], as: UTF8.self), key: key)
      guard clients.updateValue(client, forKey: key) == nil else { throw .doubledKey(path: path, line: number) }
    }
    return clients
  }
}

/// Why a file of clients can't be used.
@nonexhaustive
public enum ClientRegistryError: Error, Sendable, Hashable {
  /// The system refused to read it.
  case unreadable(path: String, reason: String)
  /// A line is not a name and a public key.
  case malformed(path: String, line: Int)
  /// A key stands there twice: one key can't be two clients.
  case doubledKey(path: String, line: Int)
}

extension ClientRegistryError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .malformed(let path, let line): "\(path), line \(line): write a name, a space, and a key as ed25519:..."
    case .doubledKey(let path, let line): "\(path), line \(line): this key stands there twice; each key has one client"
    }
  }
}
