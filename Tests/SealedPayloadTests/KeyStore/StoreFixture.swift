import Foundation
import SealedPayload
import Testing

/// A key directory in a folder that is gone after the test.
struct StoreFixture {
  static let now = World.now
  static let issuer = World.origin

  let scratch: ScratchFolder
  let store: KeyStore
  /// The identity key, wherever it is.
  let identity: SigningKey

  var path: String { store.path }

  /// Whether the identity key is in the directory.
  init(keepsIdentity: Bool = true, policy: KeyStorePolicy = .init()) throws {
    scratch = try ScratchFolder()
    identity = SigningKey()
    store = try KeyStore.create(
      at: scratch.path("keys"), issuer: Issuer(origin: Self.issuer),
      identity: keepsIdentity ? .kept(identity) : .elsewhere(identity), policy: policy, now: Self.now)
  }

  func keyPath(_ key: KeyIdentifier) -> String { "\(path)/keys/\(key).jwk" }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func keys() throws -> [StoredKey] { try store.list().keys }

  func identifiers() throws -> [KeyIdentifier] { try keys().map(\.identifier) }

  /// What a client makes of the configuration.
  func clientConfiguration(at now: UInt64 = now, pin: SigningKey? = nil) throws -> KeyConfiguration {
    try UnverifiedKeyConfiguration(contents(store.configurationPath))
      .verified(by: [(pin ?? identity).publicKey], for: Issuer(origin: Self.issuer), at: now).configuration
  }
}

/// Opens with what a directory gives, as a server does.
func opens(_ request: [UInt8], _ loaded: LoadedKeys) -> Bool {
  (try? RequestOpener(KeyRing(loaded.newKeys)).open(request)) != nil
}

/// A request sealed by a client that has the configuration.
func seal(with configuration: KeyConfiguration, at now: UInt64) throws -> [UInt8] {
  let choice = try #require(configuration.choose(at: now))
  let session = try SealingSession(to: choice.recipient, cipher: choice.cipher)
  let head = RequestHead(method: "POST", authority: "api.example.com", path: "/items")
  return try RequestSealer(head, in: session, timestamp: now).seal(Array("body".utf8)).bytes
}
