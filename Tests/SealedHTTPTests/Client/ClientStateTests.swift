import Foundation
import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: what it remembers of an API's keys on disk")
struct ClientStateTests {
  /// Calls `body` with a path in a folder of its own, which is removed afterwards.
  private func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealed-state-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appending(path: "state").path())
  }

  private func accepted(
    _ issuedAt: UInt64, next: VerifyingKey? = nil, pins: Set<VerifyingKey> = []
  ) throws -> AcceptedConfiguration {
    let keys = try SampleKeys()
    return AcceptedConfiguration(
      issuedAt: issuedAt, identity: keys.identity.publicKey, nextIdentity: next, pins: pins, wasUnpinned: false)
  }

  private func mode(_ path: String) throws -> Int {
    try (FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
  }

  @Test("What is saved is loaded again, for its API alone; files are for their owner alone")
  func roundTrip() async throws {
    try await withFolder { folder in
      let state = FileConfigurationState(folder: folder)
      let (one, other) = (try Issuer(origin: "https://one.example"), try Issuer(origin: "https://other.example"))
      #expect(try state.load(one) == nil)
      let pins = Set((0..<3).map { _ in SigningKey().publicKey })
      for value in [try accepted(5), try accepted(5, next: SigningKey().publicKey, pins: pins)] {
        try state.save(value, for: one)
        #expect(try FileConfigurationState(folder: folder).load(one) == value)
        #expect(try state.load(other) == nil)
      }
      #expect(try mode(folder) == 0o700)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.count == 2)
      for name in names { #expect(try mode("\(folder)/\(name)") == 0o600) }
    }
  }

  @Test("A newer one that another process saved stays; under other pins it gives way")
  func newer() async throws {
    try await withFolder { folder in
      let state = FileConfigurationState(folder: folder)
      let issuer = try Issuer(origin: "https://one.example")
      try state.save(accepted(7), for: issuer)
      try state.save(accepted(6), for: issuer)
      #expect(try state.load(issuer)?.issuedAt == 7)
      try state.save(accepted(6, pins: [SigningKey().publicKey]), for: issuer)
      #expect(try state.load(issuer)?.issuedAt == 6)
    }
  }

  @Test("Damaged files, and such that others can write to, are not believed", arguments: ["{}", "", "x", "mode"])
  func damaged(text: String) async throws {
    try await withFolder { folder in
      let state = FileConfigurationState(folder: folder)
      let issuer = try Issuer(origin: "https://one.example")
      try state.save(accepted(7), for: issuer)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      let path = "\(folder)/\(try #require(names.first { $0.hasSuffix(".json") }))"
      if text == "mode" {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: ConfigurationStateError.openToOthers(path: path)) { try state.load(issuer) }
      } else {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
        #expect(throws: ConfigurationStateError.malformed(path: path)) { try state.load(issuer) }
      }
    }
  }

  @Test("A folder that can't be made is named in the error")
  func noFolder() throws {
    let state = FileConfigurationState(folder: "/dev/null/state")
    let issuer = try Issuer(origin: "https://one.example")
    #expect(throws: ConfigurationStateError.self) { try state.save(accepted(7), for: issuer) }
  }

  @Test("71, 72: over a restart nothing older comes back, and an announced successor stays trusted")
  func restart() async throws {
    try await withFolder { folder in
      let scene = try ClientScene { _ in .response(200) }
      func start() async throws -> String {
        let client = try scene.client(state: FileConfigurationState(folder: folder))
        return await end { try await client.get("/") }
      }
      scene.api.publish(try scene.configuration { $0.nextIdentity = scene.keys.nextIdentity.publicKey })
      #expect(try await start() == "status 200")
      scene.api.publish(try scene.configuration { $0.issuedAt -= 1 })
      #expect(try await start() == "notSent configuration \(ConfigurationProblem.rolledBack)")
      scene.api.publish(try scene.configuration { $0.identity = scene.keys.nextIdentity })
      #expect(try await start() == "status 200")
    }
  }
}
