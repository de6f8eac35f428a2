import Foundation
import SealedHTTP
import SealedPayload
import Testing

/// A key directory that is gone after the test.
final class KeyFolder: Sendable {
  static let now: UInt64 = 1_700_000_000
  static let origin = "https://api.example.com"

  let store: KeyStore
  let identity = SigningKey()
  private let parent = FileManager.default.temporaryDirectory.appending(path: "sealed-http-\(UUID().uuidString)").path

  init(keepsIdentity: Bool = true, policy: KeyStorePolicy = .init()) throws {
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: false)
    store = try KeyStore.create(
      at: "\(parent)/keys", issuer: Issuer(origin: Self.origin),
      identity: keepsIdentity ? .kept(identity) : .elsewhere(identity), policy: policy, now: Self.now)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  var path: String { store.path }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  func server(at now: UInt64 = now, maintaining rules: MaintenanceRules? = .init()) throws -> ServerKeyStore {
    try ServerKeyStore(opening: path, at: now, maintaining: rules)
  }

  /// What a client makes of what the server publishes.
  func client(_ server: ServerKeyStore, at now: UInt64) throws -> KeyConfiguration {
    try UnverifiedKeyConfiguration(server.published.configuration)
      .verified(by: [identity.publicKey], for: Issuer(origin: Self.origin), at: now).configuration
  }
}

/// A request sealed by a client that has the configuration.
func seal(with configuration: KeyConfiguration, at now: UInt64) throws -> [UInt8] {
  let choice = try #require(configuration.choose(at: now))
  let session = try SealingSession(to: choice.recipient, cipher: choice.cipher)
  let head = RequestHead(method: "POST", authority: "api.example.com", path: "/items")
  return try RequestSealer(head, in: session, timestamp: now).seal(Array("body".utf8)).bytes
}

/// Opens as a server does: it looks at its keys first.
func open(_ request: [UInt8], _ server: ServerKeyStore, at now: UInt64) throws {
  server.refresh(at: now)
  _ = try RequestOpener(server.ring).open(request)
}

func refusal(_ body: () throws -> Void) -> Refusal? {
  do {
    try body()
    return nil
  } catch {
    return (error as? OpenError)?.refusal
  }
}
