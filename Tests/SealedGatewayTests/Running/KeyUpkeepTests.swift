import Foundation
import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@testable import SealedGateway

@Suite("Upkeep: what the log is told")
struct KeyUpkeepTests {
  private final class Scene: Sendable {
    let clock = ManualClock()
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealed-upkeep-\(UUID().uuidString)").path
    let identity = SigningKey()
    let store: KeyStore
    private let seen = Mutex<[GatewayEvent]>([])

    init(keepsIdentity: Bool = true) throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      store = try KeyStore.create(
        at: "\(folder)/keys", issuer: Issuer(origin: "https://api.example"),
        identity: keepsIdentity ? .kept(identity) : .elsewhere(identity), now: clock.now)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var events: [GatewayEvent] { seen.withLock { $0 } }

    /// Lets the upkeep run for each of these times, one after the other; `body` acts in between.
    func run(_ clients: ClientRegistry? = nil, _ body: (_ tick: (UInt64) async -> Void) async throws -> Void)
      async throws
    {
      let keys = try ServerKeyStore(opening: store.path, at: clock.now)
      let upkeep = KeyUpkeep(keys: keys, clients: { clients }, time: clock) { [self] event in
        seen.withLock { $0.append(event) }
      }
      let task = Task { await upkeep.run() }
      await clock.waitForSleepers()
      try await body { seconds in
        clock.advance(by: seconds)
        await clock.waitForSleepers()
      }
      task.cancel()
      await task.value
    }
  }

  @Test("A file of clients that can't be read is said once, and again when it is wrong in another way")
  func clients() async throws {
    let scene = try Scene()
    let path = "\(scene.folder)/clients"
    let (good, other) = ("a \(SigningKey().publicKey)\n", "b \(SigningKey().publicKey)\n")
    try good.write(toFile: path, atomically: true, encoding: .utf8)
    try await scene.run(try ClientRegistry(file: path, time: scene.clock)) { tick in
      await tick(1)
      #expect(scene.events.isEmpty)
      try (other + "typo\n").write(toFile: path, atomically: true, encoding: .utf8)
      for _ in 0..<3 { await tick(1) }
      try "typo\n".write(toFile: path, atomically: true, encoding: .utf8)
      for _ in 0..<3 { await tick(1) }
      try other.write(toFile: path, atomically: true, encoding: .utf8)
      for _ in 0..<3 { await tick(1) }
    }
    #expect(scene.events.map(\.name) == ["clients-not-read", "clients-not-read", "clients-read"])
    #expect(scene.events.map(\.level) == [.error, .error, .info])
    #expect(scene.events.first?.details.first?.value.contains("\(path), line 2:") == true)
  }

  @Test("Where the identity key is elsewhere, a signature is asked for once, with the time left; then the end is told")
  func signature() async throws {
    let scene = try Scene(keepsIdentity: false)
    let text = try Array(Data(contentsOf: URL(filePath: scene.store.configurationPath)))
    let configuration = try UnverifiedKeyConfiguration(text).verified(
      by: [scene.identity.publicKey], for: Issuer(origin: "https://api.example"), at: scene.clock.now
    ).configuration
    let life = configuration.expiry - scene.clock.now
    try await scene.run { tick in
      await tick(1)
      #expect(scene.events.isEmpty)
      await tick(life / 2 + 1)
      for _ in 0..<3 { await tick(1) }
      let left = configuration.expiry - (scene.clock.now - 3)
      #expect(scene.events.map(\.name) == ["signature-needed"] && scene.events.first?.level == .warning)
      #expect(scene.events.first?.details.first == GatewayEvent.Detail(name: "seconds_left", value: "\(left)"))
      try scene.store.publish(at: scene.clock.now, identity: scene.identity)
      for _ in 0..<3 { await tick(1) }
      #expect(scene.events.count == 1)
      await tick(life)
      for _ in 0..<3 { await tick(1) }
    }
    #expect(scene.events.map(\.name).last == "configuration-expired" && scene.events.last?.level == .error)
    #expect(scene.events.filter { $0.name == "configuration-expired" }.count == 1)
  }
}
