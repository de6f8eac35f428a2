import Foundation
import SealedHTTP
import SealedPayload
import Testing

@Suite("Keys of a running server")
struct ServerKeyStoreTests {
  let now = KeyFolder.now

  @Test("It serves what the directory has, and takes up a rotation without a restart")
  func rotation() throws {
    let folder = try KeyFolder()
    let server = try folder.server()
    #expect(server.issuer.text == KeyFolder.origin)
    #expect(server.identity == folder.identity.publicKey)
    let before = server.published
    let old = try seal(with: folder.client(server, at: now), at: now)
    let added = try #require(try folder.store.rotate(at: now + 1).added)
    #expect(server.published.configuration == before.configuration)
    server.refresh(at: now + 1)
    #expect(server.published.configuration != before.configuration)
    #expect(server.published.responseSigner?.publicKey == before.responseSigner?.publicKey)
    #expect(try server.published.expiry == folder.client(server, at: now + 1).expiry)
    #expect(server.ring.identifiers.contains(added))
    try open(old, server, at: now + 2)
    let configuration = try folder.client(server, at: now + 20)
    #expect(configuration.choose(at: now + 20)?.recipient.publicKey.identifier == added)
    try open(seal(with: configuration, at: now + 20), server, at: now + 20)
  }

  @Test("Rotations and re-signings while messages are opened cost none of them")
  func underLoad() async throws {
    // Without a lead, so that clients use each key as soon as they see it.
    let folder = try KeyFolder(policy: KeyStorePolicy(lead: 0))
    let server = try folder.server()
    let (now, done) = (now, Flag())
    let opened = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<3 {
        group.addTask {
          var count = 0
          while !Task.isCancelled, !done.isRaised || count < 20 {
            try open(seal(with: folder.client(server, at: now), at: now), server, at: now)
            count += 1
            await Task.yield()
          }
          return count
        }
      }
      group.addTask {
        defer { done.raise() }
        for round in 0..<20 {
          try folder.store.rotate(at: now)
          if round % 3 == 0 { try folder.store.publish(at: now) }
          await Task.yield()
        }
        return 0
      }
      return try await group.reduce(0, +)
    }
    #expect(opened >= 60)
    server.refresh(at: now)
    #expect(server.ring.identifiers.count == 21)
    #expect(server.problem == nil)
  }

  @Test("A key past its life is unknown, even where nobody retires it", arguments: [true, false])
  func life(isMaintained: Bool) throws {
    let folder = try KeyFolder(policy: KeyStorePolicy(life: 1000, grace: 200))
    let server = try folder.server(maintaining: isMaintained ? .init() : nil)
    let request = try seal(with: folder.client(server, at: now), at: now)
    try open(request, server, at: now + 1199)
    #expect(refusal { try open(request, server, at: now + 1200) } == .unknownKey)
    #expect(server.ring.identifiers.isEmpty)
    // The clock goes back: what is gone is gone.
    #expect(refusal { try open(request, server, at: now + 1000) } == .unknownKey)
  }

  @Test("32: the sessions of a key that was revoked open nothing")
  func revoked() throws {
    let folder = try KeyFolder()
    let server = try folder.server()
    let request = try seal(with: folder.client(server, at: now), at: now)
    try open(request, server, at: now)
    try folder.store.revoke(folder.store.list().keys[0].identifier, at: now)
    #expect(refusal { try open(request, server, at: now) } == .unknownKey)
    try open(seal(with: folder.client(server, at: now), at: now), server, at: now)
  }

  @Test("A revocation counts at once, even where the configuration can't follow")
  func revokedElsewhere() throws {
    let folder = try KeyFolder(keepsIdentity: false)
    let server = try folder.server()
    let request = try seal(with: folder.client(server, at: now), at: now)
    let key = try folder.store.list().keys[0].identifier
    try folder.store.revoke(key, at: now)
    #expect(refusal { try open(request, server, at: now) } == .unknownKey)
    #expect(server.problem == .listsMissingKey(key))
    try folder.store.publish(at: now, identity: folder.identity)
    server.refresh(at: now)
    #expect(server.problem == nil)
    try open(seal(with: folder.client(server, at: now), at: now), server, at: now)
  }

  @Test("A bad configuration is refused and the old one stays; a good one is taken up when it comes")
  func dropped() throws {
    let folder = try KeyFolder(keepsIdentity: false)
    let server = try folder.server()
    let good = server.published.configuration
    for bad in [[], Array(good.dropLast()), Array("a.b.c".utf8)] {
      try Data(bad).write(to: URL(filePath: folder.store.configurationPath))
      server.refresh(at: now)
      #expect(server.published.configuration == good)
      guard case .configuration = server.problem else {
        Issue.record("taken up: \(bad.count) bytes")
        return
      }
      try open(seal(with: folder.client(server, at: now), at: now), server, at: now)
    }
    let added = try #require(try folder.store.rotate(at: now + 1).added)
    server.refresh(at: now + 1)
    #expect(server.published.configuration == good)
    try folder.store.publish(at: now + 2, identity: folder.identity)
    server.refresh(at: now + 2)
    #expect(server.problem == nil)
    #expect(try folder.client(server, at: now + 2).keys.first?.recipient.publicKey.identifier == added)
    // Back to the old one: refused.
    try Data(good).write(to: URL(filePath: folder.store.configurationPath))
    server.refresh(at: now + 3)
    #expect(server.problem == .configuration(.rolledBack))
    #expect(server.published.configuration != good)
  }

  @Test("What can't be served whole is not served at all")
  func starting() throws {
    let folder = try KeyFolder(keepsIdentity: false)
    try FileManager.default.removeItem(atPath: folder.store.configurationPath)
    #expect(throws: KeyStoreError.notPublished(path: folder.store.configurationPath)) { try folder.server() }
    #expect(throws: KeyStoreError.missing(path: folder.path("none"))) {
      try ServerKeyStore(opening: folder.path("none"), at: now)
    }
  }

  @Test("Maintenance rotates, signs and retires, and the server has all of it at once")
  func maintenance() throws {
    let folder = try KeyFolder(policy: KeyStorePolicy(life: 1000, grace: 200, lead: 5))
    let server = try folder.server()
    let first = server.ring.identifiers
    #expect(try server.maintain(at: now + 1) == Maintenance())
    let added = try #require(try server.maintain(at: now + 600)?.change.added)
    #expect(server.ring.identifiers == first.union([added]))
    #expect(server.listing.keys.map(\.identifier).first == added)
    #expect(try server.maintain(at: now + 1200)?.change.removed == Array(first))
    #expect(server.ring.identifiers.isDisjoint(with: first))
    let passive = try folder.server(at: now + 1200, maintaining: nil)
    #expect(try passive.maintain(at: now + 5000) == nil)
  }

  @Test("A server that starts after a long rest or a crash has keys that can be used")
  func longRest() throws {
    let folder = try KeyFolder()
    let later = now + 1_000_000
    #expect(throws: KeyStoreError.configuration(.expired)) { try folder.server(at: later, maintaining: nil) }
    let server = try folder.server(at: later)
    try open(seal(with: folder.client(server, at: later), at: later), server, at: later)
  }

  @Test("Two servers on one directory rotate once, and open each other's messages")
  func two() throws {
    let folder = try KeyFolder(policy: KeyStorePolicy(life: 1000, lead: 5))
    let (one, other) = (try folder.server(), try folder.server())
    #expect(try one.maintain(at: now + 600)?.change.added != nil)
    #expect(try other.maintain(at: now + 600) == Maintenance())
    #expect(one.ring.identifiers == other.ring.identifiers)
    try open(seal(with: folder.client(one, at: now + 605), at: now + 605), other, at: now + 605)
  }
}
