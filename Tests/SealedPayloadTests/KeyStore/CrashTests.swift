import Foundation
import SealedPayload
import Testing

/// Changes of a key directory, cut after every step: what is there can be used, and maintenance finishes the work.
@Suite("Key directories after crashes")
struct CrashTests {
  let now = StoreFixture.now

  /// A change, worked out but not made.
  enum Change: String, CaseIterable, Sendable {
    case rotate, publish, announce, switchIdentity, revokeOnly, revokeOne, retire

    func plan(_ fixture: StoreFixture, next: SigningKey, at now: UInt64) throws -> StorePlan {
      let store = fixture.store
      switch self {
      case .rotate: return try store.rotation(store.manifest(), at: now)
      case .publish: return try store.publication(store.manifest(), at: now)
      case .announce: return try store.publication(store.manifest(), at: now, nil, next.publicKey)
      case .switchIdentity:
        try store.publish(at: now, announcing: next.publicKey)
        return try store.publication(store.manifest(), at: now, next)
      case .revokeOnly: return try store.revocation(store.manifest(), of: fixture.identifiers()[0], at: now)
      case .revokeOne:
        try store.rotate(at: now - 1000)
        return try store.revocation(store.manifest(), of: fixture.identifiers()[1], at: now)
      case .retire:
        try store.rotate(at: now - 5000)
        return try store.retirement(store.manifest(), at: now + 80_500)
      }
    }
  }

  @Test("Wherever a change is cut, clients and servers go on", arguments: Change.allCases)
  func cut(change: Change) throws {
    let time = now + 10_000
    var count = 0
    var isWhole = false
    while !isWhole {
      let (fixture, next) = (try StoreFixture(), SigningKey())
      let plan = try change.plan(fixture, next: next, at: time)
      isWhole = count == plan.steps.count
      try fixture.store.apply(plan.steps.prefix(count))
      let later = change == .retire ? time + 80_500 : time
      try check(fixture, [fixture.identity, next], at: later, "\(change) after \(count) steps")
      try fixture.store.maintain(at: later)
      try check(fixture, [fixture.identity, next], at: later, "\(change) after \(count) steps and maintenance")
      #expect(try fixture.store.maintain(at: later) == Maintenance())
      count += 1
    }
    #expect(count > 1)
  }

  /// A server can start, and opens what clients of any trusted identity seal.
  private func check(_ fixture: StoreFixture, _ identities: [SigningKey], at now: UInt64, _ place: String) throws {
    let loaded = try fixture.store.load(at: now)
    let configuration = try UnverifiedKeyConfiguration(loaded.configuration).verified(
      by: identities.map(\.publicKey), for: Issuer(origin: StoreFixture.issuer), at: now
    ).configuration
    #expect(try opens(seal(with: configuration, at: now), loaded), "\(place)")
    #expect(loaded.responseSigner != nil)
  }

  @Test("Once the identity is switched, its file is the new one and the old one is overwritten")
  func switched() throws {
    let (fixture, next) = (try StoreFixture(), SigningKey())
    try fixture.store.publish(at: now, announcing: next.publicKey)
    let old = try FileHandle(forReadingFrom: URL(filePath: fixture.file("identity.jwk")))
    try fixture.store.publish(at: now, identity: next)
    #expect(try old.readToEnd()?.allSatisfy { $0 == 0 } == true)
    #expect(try KeyFile.loadPublicKey(fixture.file("identity.jwk")) == .signing(next.publicKey))
    #expect(try fixture.store.list().identity == next.publicKey)
    #expect(try fixture.store.list().nextIdentity == nil)
    #expect(try fixture.clientConfiguration(pin: next).nextIdentity == nil)
    #expect(try fixture.store.maintain(at: now) == Maintenance())
  }

  @Test("A switch that was cut after the new identity's file is finished by maintenance")
  func finishes() throws {
    let (fixture, next) = (try StoreFixture(), SigningKey())
    try fixture.store.publish(at: now, announcing: next.publicKey)
    let plan = try fixture.store.publication(fixture.store.manifest(), at: now, next)
    try fixture.store.apply(plan.steps.prefix(2))
    #expect(try fixture.store.list().identity == fixture.identity.publicKey)
    try fixture.store.maintain(at: now)
    #expect(try fixture.store.list().identity == next.publicKey)
  }

  @Test("An init that was cut short is no key directory until its manifest is there, and then one")
  func creation() throws {
    let issuer = try Issuer(origin: StoreFixture.issuer)
    var isStore = false
    for count in 0... {
      let scratch = try ScratchFolder()
      try setMode(0o700, scratch.path)
      let path = scratch.path("keys")
      let store = KeyStore(unchecked: path)
      let steps = try store.creation(issuer, .kept(SigningKey()), signsResponses: true, .init(), at: now)
      try store.makeFolders()
      try store.apply(steps.prefix(count))
      if let store = try? KeyStore(opening: path) {
        isStore = true
        try store.maintain(at: now)
        _ = try store.load(at: now)
      } else {
        #expect(!isStore)
        if count > 0 {
          #expect(throws: KeyStoreError.exists(path: path)) { try KeyStore.create(at: path, issuer: issuer, now: now) }
        }
      }
      if count == steps.count { break }
    }
    #expect(isStore)
  }
}
