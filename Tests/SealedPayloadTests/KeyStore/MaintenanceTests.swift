import Foundation
import SealedPayload
import Testing

@Suite("Maintenance of a key directory")
struct MaintenanceTests {
  let now = StoreFixture.now

  @Test("Nothing is written while nothing is due")
  func idle() throws {
    let fixture = try StoreFixture()
    let before = try fixture.store.stamp()
    #expect(try fixture.store.maintain(at: now + 43_000) == Maintenance())
    #expect(try fixture.store.stamp() == before)
  }

  @Test("It rotates when half of the newest key's life is over, and signs when half of the configuration's is")
  func due() throws {
    let fixture = try StoreFixture(policy: KeyStorePolicy(life: 4000, configurationLife: 400))
    #expect(try fixture.store.maintain(at: now + 200) == Maintenance())
    let signed = try fixture.store.maintain(at: now + 201)
    #expect(signed.change == KeyStoreChange(signedUntil: now + 601))
    let first = try #require(try fixture.keys().first)
    let half = first.validity.upperBound - (first.validity.upperBound - first.validity.lowerBound) / 2
    #expect(try fixture.store.maintain(at: half - 1).change.added == nil)
    #expect(try fixture.store.maintain(at: half + 1).change.added != nil)
    #expect(try fixture.store.maintain(at: half + 2) == Maintenance())
  }

  @Test("The shares of life at which it acts can be set")
  func rules() throws {
    let fixture = try StoreFixture()
    let rules = MaintenanceRules(keyShare: 90, configurationShare: 200)
    #expect(rules.configurationShare == 100)
    #expect(try fixture.store.maintain(at: now + 8_000, rules: rules).change.signedUntil != nil)
    #expect(try fixture.store.maintain(at: now + 9_000, rules: rules).change.added != nil)
  }

  @Test("With the identity key elsewhere it only retires, and says when a signature is due")
  func elsewhere() throws {
    let fixture = try StoreFixture(keepsIdentity: false, policy: KeyStorePolicy(life: 1000, grace: 200))
    #expect(try fixture.store.maintain(at: now + 499) == Maintenance())
    #expect(try fixture.store.maintain(at: now + 501) == Maintenance(needsSignature: true))
    let key = try fixture.identifiers()
    #expect(try fixture.store.maintain(at: now + 1200).change == KeyStoreChange(removed: key))
    #expect(try fixture.keys().isEmpty)
  }

  @Test("An encrypted identity key is as good as elsewhere")
  func encrypted() throws {
    let fixture = try StoreFixture()
    try write(Array(try CheapKeyFile().text.utf8), fixture.file("identity.jwk"))
    try setMode(0o600, fixture.file("identity.jwk"))
    #expect(try fixture.store.maintain(at: now + 80_000) == Maintenance(needsSignature: true))
    #expect(throws: KeyStoreError.identityIsElsewhere) { try fixture.store.publish(at: now) }
  }

  @Test("After a long rest it makes the directory usable again")
  func longRest() throws {
    let fixture = try StoreFixture()
    let later = now + 10_000_000
    #expect(throws: KeyStoreError.configuration(.expired)) { try fixture.store.load(at: later) }
    let maintenance = try fixture.store.maintain(at: later)
    #expect(maintenance.change.removed.count == 1)
    #expect(try opens(seal(with: fixture.clientConfiguration(at: later), at: later), fixture.store.load(at: later)))
  }

  @Test("Files that no manifest names are erased, others are left alone")
  func strays() throws {
    let fixture = try StoreFixture()
    let strays = ["keys/AAAAAAAAAAA.jwk", "keys/.new-x.jwk.00", ".new-store.json.00"].map { fixture.file($0) }
    let others = ["keys/README", ".new-replay-record.00", "notes"].map { fixture.file($0) }
    for path in strays + others { try write([1, 2, 3], path) }
    try fixture.store.maintain(at: now)
    for path in strays { #expect(!exists(path)) }
    for path in others { #expect(exists(path)) }
  }

  @Test("Over weeks of maintenance, rotations and revocations, no client that is up to date is refused")
  func weeks() throws {
    var generator = Seed.generator("weeks of maintenance")
    let policy = KeyStorePolicy(life: 7_200, grace: 600, lead: 30, configurationLife: 3_600)
    let fixture = try StoreFixture(policy: policy)
    var published = [try fixture.clientConfiguration()]
    var revoked: Set<KeyIdentifier> = []
    var time = now
    for _ in 0..<400 {
      time += UInt64.random(in: 1...1_500, using: &generator)
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: try fixture.store.rotate(at: time)
      case 1:
        let key = try #require(try fixture.identifiers().randomElement(using: &generator))
        try fixture.store.revoke(key, at: time)
        revoked.insert(key)
      default: break
      }
      try fixture.store.maintain(at: time)
      published = published.filter { time < $0.expiry } + [try fixture.clientConfiguration(at: time)]
      let manifest = try fixture.store.manifest()
      for configuration in published {
        let choice = try #require(configuration.choose(at: time), "a client is left without a key")
        let identifier = choice.recipient.publicKey.identifier
        let stored = manifest.keys.first { $0.identifier == identifier }
        // The request may be under way for as long as it is fresh.
        #expect(revoked.contains(identifier) || (stored?.acceptedUntil ?? 0) > time + 130)
      }
      let newest = try #require(published.last)
      #expect(newest.keys.allSatisfy { !revoked.contains($0.recipient.publicKey.identifier) })
      #expect(manifest.keys.count < 16)
    }
  }
}
