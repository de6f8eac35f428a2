import Foundation
import SealedPayload
import Testing

@Suite("Key directories")
struct KeyStoreTests {
  let now = StoreFixture.now

  @Test("A new directory has all a server needs, and nothing that others can read")
  func created() throws {
    let fixture = try StoreFixture()
    let names = ["configuration.jws", "identity.jwk", "keys", "replay-record", "response.jwk", "store.json"]
    #expect(try fixture.scratch.files("keys") == names)
    #expect(try mode(fixture.path) == 0o700)
    #expect(try mode(fixture.file("keys")) == 0o700)
    let key = try #require(try fixture.identifiers().first)
    for name in names where name != "keys" { #expect(try mode(fixture.file(name)) == 0o600) }
    #expect(try mode(fixture.keyPath(key)) == 0o600)

    let loaded = try fixture.store.load(at: now)
    #expect(loaded.listing.issuer.text == StoreFixture.issuer)
    #expect(loaded.listing.identity == fixture.identity.publicKey)
    #expect(loaded.newKeys.map(\.recipient.publicKey.identifier) == [key])
    #expect(try loaded.configuration == contents(fixture.store.configurationPath))
    #expect(loaded.responseSigner?.publicKey == loaded.verified.responseKeys.first)
    #expect(try opens(seal(with: fixture.clientConfiguration(), at: now), loaded))
    #expect(ReplayRecord(try contents(fixture.file("replay-record"))) == ReplayRecord(floor: 0))
  }

  @Test("The first key is usable for clients whose clocks are behind")
  func headStart() throws {
    let fixture = try StoreFixture()
    #expect(try fixture.clientConfiguration().choose(at: now - 300) != nil)
    #expect(try fixture.keys().first?.validity.upperBound == now + 86_400)
    #expect(try fixture.keys().first?.acceptedUntil == now + 86_400 + 3_600)
  }

  @Test("Without a response key none is listed, and none signs")
  func unsigned() throws {
    let scratch = try ScratchFolder()
    let store = try KeyStore.create(
      at: scratch.path("keys"), issuer: Issuer(origin: StoreFixture.issuer), signsResponses: false, now: now)
    #expect(try store.load(at: now).responseSigner == nil)
    #expect(try store.load(at: now).verified.responseKeys.isEmpty)
  }

  @Test("What the manifest says survives being written and read")
  func manifest() throws {
    let fixture = try StoreFixture()
    try fixture.store.publish(at: now, announcing: SigningKey().publicKey)
    try fixture.store.rotate(at: now + 1)
    let manifest = try fixture.store.manifest()
    #expect(StoreManifest(manifest.bytes) == manifest)
    #expect(StoreManifest(manifest.bytes)?.bytes == manifest.bytes)
  }

  @Test("Every cut of a manifest is refused, and every changed byte is refused or read as something valid")
  func manifestDamage() throws {
    let fixture = try StoreFixture()
    let bytes = try fixture.store.manifest().bytes
    for count in 0..<bytes.count - 2 { #expect(StoreManifest(Array(bytes.prefix(count))) == nil) }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 8)
      if let manifest = StoreManifest(changed) { #expect(StoreManifest(manifest.bytes) == manifest) }
    }
  }

  @Test("A directory is made in a new or empty folder alone, and only for an origin with a sound policy")
  func refusals() throws {
    let scratch = try ScratchFolder()
    let issuer = try Issuer(origin: StoreFixture.issuer)
    try setMode(0o700, scratch.path)
    try write([1], scratch.path("precious"))
    #expect(throws: KeyStoreError.exists(path: scratch.path)) {
      try KeyStore.create(at: scratch.path, issuer: issuer, now: now)
    }
    #expect(try scratch.files() == ["precious"])
    let new = scratch.path("new")
    #expect(throws: KeyStoreError.issuerIsNoOrigin) {
      try KeyStore.create(at: new, issuer: Issuer(name: "backup"), now: now)
    }
    #expect(throws: KeyStoreError.clockOutOfRange) { try KeyStore.create(at: new, issuer: issuer, now: .max) }
    for policy in [
      KeyStorePolicy(life: 59), KeyStorePolicy(life: 2_592_001), KeyStorePolicy(grace: 129),
      KeyStorePolicy(life: 100, lead: 51), KeyStorePolicy(configurationLife: 86_401), KeyStorePolicy(ciphers: []),
      KeyStorePolicy(ciphers: [.chaCha20Poly1305, .chaCha20Poly1305]),
    ] {
      #expect { try KeyStore.create(at: new, issuer: issuer, policy: policy, now: now) } throws: { error in
        guard case KeyStoreError.policy(let text)? = error as? KeyStoreError else { return false }
        return !text.isEmpty
      }
    }
    #expect(!exists(new))
    #expect { try KeyStore.create(at: scratch.path("a/b"), issuer: issuer, now: now) } throws: { error in
      guard case KeyStoreError.system(path: scratch.path("a/b"), _)? = error as? KeyStoreError else { return false }
      return true
    }
    let open = scratch.path("open")
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    try setMode(0o755, open)
    #expect(throws: KeyStoreError.openToOthers(path: open)) {
      try KeyStore.create(at: open, issuer: issuer, now: now)
    }
  }

  @Test("What is no key directory, open to others or damaged is refused with the path")
  func opening() throws {
    let fixture = try StoreFixture()
    let missing = fixture.scratch.path("none")
    #expect(throws: KeyStoreError.missing(path: missing)) { try KeyStore(opening: missing) }
    #expect(throws: KeyStoreError.missing(path: fixture.scratch.path)) { try KeyStore(opening: fixture.scratch.path) }
    for mode in [0o750, 0o705, 0o710, 0o701] {
      try setMode(mode, fixture.path)
      #expect(throws: KeyStoreError.openToOthers(path: fixture.path)) { try KeyStore(opening: fixture.path) }
    }
    try setMode(0o700, fixture.path)
    _ = try KeyStore(opening: fixture.path)
    for bytes in [[], Array("{}".utf8), [UInt8](repeating: 0x20, count: 65_537)] {
      try write(bytes, fixture.file("store.json"))
      #expect(throws: KeyStoreError.malformed(path: fixture.file("store.json"))) {
        try KeyStore(opening: fixture.path)
      }
    }
  }

  @Test("Every error says something of its own")
  func texts() {
    let key = KeyIdentifier(value: 1)
    let errors: [KeyStoreError] = [
      .exists(path: "/p"), .missing(path: "/p"), .openToOthers(path: "/p"), .malformed(path: "/p"),
      .key(path: "/p", .malformedKeyFile), .missingKey(path: "/p"), .noSuchKey(key), .issuerIsNoOrigin,
      .policy("too long"), .tooManyKeys, .noUsableKey, .identityIsElsewhere,
      .wrongIdentity(expected: SigningKey().publicKey), .notPublished(path: "/p"), .configuration(.expired),
      .listsMissingKey(key), .unavailableCipher("aes256gcm"), .clockOutOfRange, .busy(path: "/p"),
      .system(path: "/p", reason: "r"),
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(errors.allSatisfy { !$0.description.contains("\n") })
  }
}
