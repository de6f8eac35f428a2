import Foundation
import SealedPayload
import Testing

@Suite("Key directories whose identity key is elsewhere")
struct OfflineIdentityTests {
  let now = StoreFixture.now

  /// The public state, as it is carried to where the identity key is.
  private func signer(_ fixture: StoreFixture) throws -> (scratch: ScratchFolder, store: KeyStore) {
    let scratch = try ScratchFolder()
    try write(contents(fixture.file("store.json")), scratch.path("store.json"))
    return (scratch, try KeyStore(opening: scratch.path))
  }

  private func drop(_ store: KeyStore, into fixture: StoreFixture) throws {
    try write(contents(store.configurationPath), fixture.store.configurationPath)
  }

  @Test("A rotation waits for the configuration that is signed elsewhere and dropped in")
  func rotation() throws {
    let fixture = try StoreFixture(keepsIdentity: false)
    #expect(!exists(fixture.file("identity.jwk")))
    let change = try fixture.store.rotate(at: now + 10)
    #expect(change.signedUntil == nil)
    #expect(throws: KeyStoreError.identityIsElsewhere) { try fixture.store.publish(at: now + 10) }
    // On disk, in the ring, not listed.
    let loaded = try fixture.store.load(at: now + 10)
    #expect(loaded.newKeys.count == 2)
    #expect(loaded.verified.keys.count == 1)

    let (scratch, signer) = try signer(fixture)
    let signed = try signer.publish(at: now + 20, identity: fixture.identity)
    #expect(signed.signedUntil != nil)
    #expect(try scratch.files() == ["configuration.jws", "lock", "store.json"])
    try drop(signer, into: fixture)
    let after = try fixture.store.load(at: now + 20, after: loaded.verified.issuedAt)
    #expect(after.verified.keys.map(\.recipient.publicKey.identifier).first == change.added)
    #expect(try opens(seal(with: fixture.clientConfiguration(at: now + 20), at: now + 30), after))
  }

  @Test("Without any signature there is nothing to serve")
  func unsigned() throws {
    let scratch = try ScratchFolder()
    let identity = SigningKey()
    let store = try KeyStore.create(
      at: scratch.path("keys"), issuer: Issuer(origin: StoreFixture.issuer),
      identity: .publicHalf(identity.publicKey), now: now)
    #expect(throws: KeyStoreError.notPublished(path: store.configurationPath)) { try store.load(at: now) }
    #expect(try store.maintain(at: now) == Maintenance(needsSignature: true))
    try store.publish(at: now, identity: identity)
    #expect(try store.load(at: now).listing.identity == identity.publicKey)
  }

  @Test("A configuration that is wrong here is refused")
  func refused() throws {
    let fixture = try StoreFixture(keepsIdentity: false)
    let issuer = try Issuer(origin: StoreFixture.issuer)
    let good = try fixture.clientConfiguration()
    func expect(
      _ problem: KeyStoreError, _ configuration: KeyConfiguration, by identity: SigningKey? = nil,
      after last: UInt64? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      try write(configuration.signed(by: identity ?? fixture.identity), fixture.store.configurationPath)
      #expect(throws: problem, sourceLocation: sourceLocation) { try fixture.store.load(at: now, after: last) }
    }
    func configuration(_ keys: [KeyConfiguration.Key], from start: UInt64? = nil) -> KeyConfiguration {
      let start = start ?? now
      return KeyConfiguration(issuer: issuer, issuedAt: start, expiry: start + 100, keys: keys)
    }
    try expect(.configuration(.signature), good, by: SigningKey())
    try expect(.configuration(.expired), configuration(good.keys, from: now - 100))
    try expect(.configuration(.fromTheFuture), configuration(good.keys, from: now + 301))
    try expect(.configuration(.rolledBack), configuration(good.keys), after: now + 1)
    let other = try Issuer(origin: "https://other.example")
    try expect(
      .configuration(.otherIssuer),
      KeyConfiguration(issuer: other, issuedAt: now, expiry: now + 100, keys: []))

    let foreign = try RecipientPrivateKey(generating: .x25519).publicKey
    let unheld = KeyConfiguration.Key(
      Recipient(foreign, issuer: issuer), validity: now..<now + 10, ciphers: [.chaCha20Poly1305])
    try expect(.listsMissingKey(foreign.identifier), configuration(good.keys + [unheld]))
    let held = good.keys[0]
    let longer = KeyConfiguration.Key(
      held.recipient, validity: now..<now + 86_400 + 3_601, ciphers: held.ciphers)
    try expect(.listsMissingKey(held.recipient.publicKey.identifier), configuration([longer]))
    for bytes in [[], [UInt8](repeating: 0x41, count: 65_537), Array("a.b".utf8)] {
      try write(bytes, fixture.store.configurationPath)
      #expect(throws: KeyStoreError.configuration(.form)) { try fixture.store.load(at: now) }
    }
    // A key that no client uses any more need not be held.
    let past = KeyConfiguration.Key(
      Recipient(foreign, issuer: issuer), validity: now - 10..<now, ciphers: [.chaCha20Poly1305])
    try write(configuration(good.keys + [past]).signed(by: fixture.identity), fixture.store.configurationPath)
    #expect(throws: Never.self) { try fixture.store.load(at: now) }
  }

  @Test("Another identity key than the directory's does not sign")
  func wrongIdentity() throws {
    let fixture = try StoreFixture(keepsIdentity: false)
    let expected = KeyStoreError.wrongIdentity(expected: fixture.identity.publicKey)
    #expect(throws: expected) { try fixture.store.publish(at: now, identity: SigningKey()) }
    #expect(throws: expected) { try fixture.store.rotate(at: now, identity: SigningKey()) }
    #expect(try fixture.keys().count == 1)
  }

  @Test("An identity key is announced on both sides, then signs, and the server goes along")
  func succession() throws {
    let (fixture, next) = (try StoreFixture(keepsIdentity: false), SigningKey())
    let (scratch, signer) = try signer(fixture)
    defer { withExtendedLifetime(scratch) {} }
    try signer.publish(at: now + 1, identity: fixture.identity, announcing: next.publicKey)
    try fixture.store.publish(at: now + 1, announcing: next.publicKey)
    try drop(signer, into: fixture)
    #expect(try fixture.store.load(at: now + 1).verified.nextIdentity == next.publicKey)

    try signer.publish(at: now + 2, identity: next)
    try drop(signer, into: fixture)
    let loaded = try fixture.store.load(at: now + 2)
    #expect(loaded.verified.nextIdentity == nil)
    // A client that accepted the announcement accepts this, too.
    _ = try fixture.clientConfiguration(at: now + 2, pin: next)
    // The server notes the switch by itself.
    #expect(try fixture.store.maintain(at: now + 3) == Maintenance())
    #expect(try fixture.store.list().identity == next.publicKey)
    #expect(try fixture.store.load(at: now + 3).listing.identity == next.publicKey)
  }

  @Test("What is revoked where the identity key is not, is refused from then on; the configuration must follow")
  func revocation() throws {
    let fixture = try StoreFixture(keepsIdentity: false)
    let key = try fixture.identifiers()[0]
    let change = try fixture.store.revoke(key, at: now)
    #expect(change.signedUntil == nil)
    #expect(!exists(fixture.keyPath(key)))
    #expect(throws: KeyStoreError.listsMissingKey(key)) { try fixture.store.load(at: now) }
    let (scratch, signer) = try signer(fixture)
    defer { withExtendedLifetime(scratch) {} }
    try signer.publish(at: now, identity: fixture.identity)
    try drop(signer, into: fixture)
    #expect(try fixture.store.load(at: now).newKeys.map(\.recipient.publicKey.identifier) == [change.added])
  }
}
