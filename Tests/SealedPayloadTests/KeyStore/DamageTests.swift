import Foundation
import SealedPayload
import Testing

@Suite("Damaged key directories")
struct DamageTests {
  let now = StoreFixture.now

  private func expect(
    _ error: KeyStoreError, _ fixture: StoreFixture, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: sourceLocation) { try fixture.store.load(at: now) }
  }

  @Test("A key file that is missing, open to others, damaged or another key's is named")
  func keyFiles() throws {
    let fixture = try StoreFixture()
    let path = fixture.keyPath(try fixture.identifiers()[0])
    let good = try contents(path)
    try setMode(0o644, path)
    expect(.key(path: path, .readableByOthers(path: path)), fixture)
    try setMode(0o600, path)
    try write([], path)
    expect(.key(path: path, .malformedKeyFile), fixture)
    try write(try KeyFile.file(RecipientPrivateKey(generating: .x25519)), path)
    expect(.key(path: path, .malformedKeyFile), fixture)
    try write(try KeyFile.file(SigningKey()), path)
    expect(.key(path: path, .malformedKeyFile), fixture)
    try FileManager.default.removeItem(atPath: path)
    expect(.missingKey(path: path), fixture)
    // What it does not hold it does not list.
    #expect(throws: KeyStoreError.missingKey(path: path)) { try fixture.store.publish(at: now) }
    try write(good, path)
    try setMode(0o600, path)
    #expect(throws: Never.self) { try fixture.store.load(at: now) }
  }

  @Test("So is a response key")
  func responseKey() throws {
    let fixture = try StoreFixture()
    let path = fixture.file("response.jwk")
    try setMode(0o640, path)
    expect(.key(path: path, .readableByOthers(path: path)), fixture)
    try setMode(0o600, path)
    try write(try KeyFile.file(SigningKey()), path)
    expect(.key(path: path, .malformedKeyFile), fixture)
    try write(try KeyFile.file(RecipientPrivateKey(generating: .x25519)), path)
    expect(.key(path: path, .malformedKeyFile), fixture)
    try FileManager.default.removeItem(atPath: path)
    expect(.missingKey(path: path), fixture)
  }

  @Test("An identity key that is damaged or open to others is named; another key is as good as none")
  func identity() throws {
    let fixture = try StoreFixture()
    let path = fixture.file("identity.jwk")
    try setMode(0o604, path)
    #expect(throws: KeyStoreError.key(path: path, .readableByOthers(path: path))) { try fixture.store.rotate(at: now) }
    try setMode(0o600, path)
    try write([0x7B], path)
    #expect(throws: KeyStoreError.key(path: path, .malformedKeyFile)) { try fixture.store.rotate(at: now) }
    try write(try KeyFile.file(SigningKey()), path)
    #expect(throws: KeyStoreError.identityIsElsewhere) { try fixture.store.publish(at: now) }
    #expect(try fixture.store.rotate(at: now).signedUntil == nil)
  }

  @Test("47: a cipher that this machine lacks is neither listed nor served")
  func ciphers() throws {
    guard !Cipher.aes256GCM.isAvailable else { return }
    let fixture = try StoreFixture()
    let policy = KeyStorePolicy(ciphers: [.aes256GCM])
    #expect(throws: KeyStoreError.unavailableCipher("aes256gcm")) { try fixture.store.rotate(at: now, policy: policy) }
  }

  @Test("A folder that can't be written says which")
  func unwritable() throws {
    let fixture = try StoreFixture()
    // A folder where the file should go: that fails for root, too.
    let path = fixture.file("store.json")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect { try fixture.store.rotate(at: now) } throws: { error in
      guard case KeyStoreError.system(path: path, _)? = error as? KeyStoreError else { return false }
      return true
    }
  }

  @Test("No error or listing tells a secret")
  func secrets() throws {
    let fixture = try StoreFixture()
    var secrets: [[UInt8]] = []
    let key = fixture.keyPath(try fixture.identifiers()[0])
    for path in [key, fixture.file("identity.jwk"), fixture.file("response.jwk")] {
      let text = String(decoding: try contents(path), as: UTF8.self)
      let secret = try #require(text.firstMatch(of: /"d": "([^"]+)"/)).output.1
      secrets.append(Array(secret.utf8))
    }
    let texts = [
      printed(try fixture.store.load(at: now)), printed(try fixture.store.list()), printed(fixture.store),
      printed(try fixture.store.rotation(fixture.store.manifest(), at: now)),
      String(decoding: try contents(fixture.file("store.json")), as: UTF8.self),
    ]
    for secret in secrets {
      for text in texts { #expect(!text.contains(String(decoding: secret, as: UTF8.self))) }
    }
  }
}
