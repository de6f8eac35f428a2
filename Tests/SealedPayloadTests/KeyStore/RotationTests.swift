import Foundation
import SealedPayload
import Testing

@Suite("Rotation of a key directory")
struct RotationTests {
  let now = StoreFixture.now

  @Test("A new key is listed first, and clients take it once its lead is over")
  func lead() throws {
    let fixture = try StoreFixture(policy: KeyStorePolicy(lead: 60))
    let old = try #require(try fixture.identifiers().first)
    let change = try fixture.store.rotate(at: now + 100)
    let new = try #require(change.added)
    let configuration = try fixture.clientConfiguration(at: now + 100)
    #expect(configuration.keys.map(\.recipient.publicKey.identifier) == [new, old])
    #expect(change.signedUntil == configuration.expiry)
    #expect(configuration.choose(at: now + 159)?.recipient.publicKey.identifier == old)
    #expect(configuration.choose(at: now + 160)?.recipient.publicKey.identifier == new)
  }

  @Test("Old keys open what is sealed to them until the end of their grace, and are then erased")
  func retiring() throws {
    let fixture = try StoreFixture(policy: KeyStorePolicy(life: 1000, grace: 200))
    let old = try #require(try fixture.identifiers().first)
    let request = try seal(with: fixture.clientConfiguration(), at: now)
    try fixture.store.rotate(at: now + 900)
    #expect(try fixture.store.retire(at: now + 1199).isEmpty)
    #expect(try opens(request, fixture.store.load(at: now + 1199)))
    // The key is past even where nobody has erased it yet.
    #expect(try !opens(request, fixture.store.load(at: now + 1200)))
    #expect(exists(fixture.keyPath(old)))
    let held = try FileHandle(forReadingFrom: URL(filePath: fixture.keyPath(old)))
    #expect(try fixture.store.retire(at: now + 1200) == [old])
    #expect(!exists(fixture.keyPath(old)))
    // What the disk had is overwritten.
    #expect(try held.readToEnd()?.allSatisfy { $0 == 0 } == true)
    #expect(try fixture.keys().count == 1)
  }

  @Test("A configuration ends before clients would be left without a key")
  func expiry() throws {
    let fixture = try StoreFixture(policy: KeyStorePolicy(life: 1000, configurationLife: 600))
    #expect(try fixture.clientConfiguration().expiry == now + 600)
    try fixture.store.publish(at: now + 700)
    #expect(try fixture.clientConfiguration(at: now + 700).expiry == now + 1000)
    #expect(throws: KeyStoreError.noUsableKey) { try fixture.store.publish(at: now + 1000) }
    // Without a key that clients could use until then, the new one has no lead.
    try fixture.store.rotate(at: now + 1000)
    #expect(try fixture.clientConfiguration(at: now + 1000).choose(at: now + 1000) != nil)
  }

  @Test("A configuration is not dated back when the clock is, except from a future that clients refuse")
  func issue() throws {
    let fixture = try StoreFixture()
    try fixture.store.publish(at: now + 300)
    try fixture.store.publish(at: now)
    #expect(try fixture.clientConfiguration(at: now + 300).issuedAt == now + 300)
    try fixture.store.publish(at: now + 900)
    try fixture.store.publish(at: now)
    #expect(try fixture.clientConfiguration().issuedAt == now)
  }

  @Test("A policy that comes with a rotation holds from then on")
  func policy() throws {
    let fixture = try StoreFixture()
    let policy = KeyStorePolicy(life: 600, grace: 150, lead: 5, configurationLife: 300, ciphers: [.chaCha20Poly1305])
    try fixture.store.rotate(at: now, policy: policy)
    #expect(try fixture.store.list().policy == policy)
    try fixture.store.rotate(at: now + 1)
    #expect(try fixture.keys().filter { $0.acceptedUntil - $0.validity.upperBound == 150 }.count == 2)
    #expect(try fixture.clientConfiguration().keys.allSatisfy { $0.ciphers == [.chaCha20Poly1305] })
  }

  @Test("A revoked key opens nothing and is gone from disk and configuration")
  func revoked() throws {
    let fixture = try StoreFixture()
    let request = try seal(with: fixture.clientConfiguration(), at: now)
    let key = try #require(try fixture.identifiers().first)
    let change = try fixture.store.revoke(key, at: now + 1)
    let replacement = try #require(change.added)
    #expect(change.removed == [key])
    #expect(!exists(fixture.keyPath(key)))
    let configuration = try fixture.clientConfiguration(at: now + 1)
    #expect(configuration.choose(at: now + 1)?.recipient.publicKey.identifier == replacement)
    #expect(configuration.keys.count == 1)
    let loaded = try fixture.store.load(at: now + 1)
    #expect(!opens(request, loaded))
    #expect(try opens(seal(with: configuration, at: now + 1), loaded))
    #expect(throws: KeyStoreError.noSuchKey(key)) { try fixture.store.revoke(key, at: now + 2) }
    // With a key that clients can go on with, none is drawn.
    try fixture.store.rotate(at: now + 10)
    #expect(try fixture.store.revoke(fixture.identifiers()[0], at: now + 100).added == nil)
  }

  @Test("A directory holds no more keys than a configuration can list")
  func full() throws {
    let fixture = try StoreFixture()
    for second in 1..<UInt64(64) { try fixture.store.rotate(at: now + second) }
    #expect(throws: KeyStoreError.tooManyKeys) { try fixture.store.rotate(at: now + 64) }
    #expect(try fixture.clientConfiguration(at: now + 64).keys.count == 64)
    #expect(try fixture.store.load(at: now + 64).newKeys.count == 64)
  }

  @Test("Writers at once lose nothing of each other, and readers see no half of a change")
  func writers() async throws {
    let fixture = try StoreFixture()
    let (now, store, path) = (now, fixture.store, fixture.path)
    let added = try await withThrowingTaskGroup(of: [KeyIdentifier].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let store = try KeyStore(opening: path)
          return try (0..<8).compactMap { _ in try store.rotate(at: now).added }
        }
      }
      group.addTask {
        for _ in 0..<50 { _ = try store.load(at: now) }
        return []
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(added).count == 32)
    #expect(try Set(fixture.identifiers()).isSuperset(of: added))
    #expect(try store.load(at: now).newKeys.count == 33)
  }

  @Test("While another process is changing the directory, maintenance waits for its next turn")
  func busy() throws {
    let fixture = try StoreFixture(policy: KeyStorePolicy(life: 1000))
    let lock = try OpenFile(fixture.file("lock"), for: .locking)
    #expect(try lock.lock(isPatient: false))
    #expect(try fixture.store.maintain(at: now + 600).wasBusy)
    withExtendedLifetime(lock) {}
    discard(lock)
    #expect(try fixture.store.maintain(at: now + 600).change.added != nil)
  }

  private func discard(_ file: consuming OpenFile) {}
}
