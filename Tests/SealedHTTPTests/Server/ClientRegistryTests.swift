import Foundation
import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Server: the file of clients")
final class ClientRegistryTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "clients-\(UUID().uuidString)").path
  private let clock = ManualClock()
  private let (one, other) = (SigningKey().publicKey, SigningKey().publicKey)

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

  private func registry(_ text: String) throws -> ClientRegistry {
    try write(text)
    return try ClientRegistry(file: path, time: clock)
  }

  private func refusal(_ text: String) throws -> ClientRegistryError? {
    try write(text)
    do throws(ClientRegistryError) {
      _ = try ClientRegistry(file: path, time: clock)
      return nil
    } catch { return error }
  }

  @Test("Names, white space, comments and several keys of one client")
  func forms() async throws {
    let registry = try registry("# who\n\n  billing\t \(one)  # since May\r\nbilling \(other)")
    for key in [one, other] { #expect(await registry.client(signingWith: key)?.name == "billing") }
    #expect(await registry.client(signingWith: SigningKey().publicKey) == nil)
    let empty = try self.registry("# nobody\n")
    #expect(await empty.client(signingWith: one) == nil)
  }

  @Test("A client that is taken out is refused from the next second on, and a new one accepted")
  func reload() async throws {
    let registry = try registry("a \(one)\n")
    try write("b \(other)\n# longer\n")
    clock.advance(by: 1)
    #expect(await registry.client(signingWith: one) == nil)
    #expect(await registry.client(signingWith: other)?.name == "b")
    #expect(registry.problem == nil)
  }

  @Test("A damaged file keeps the list before and says so; mended, it counts")
  func damaged() async throws {
    let registry = try registry("a \(one)\n")
    try write("b \(other)\nbilling\n")
    clock.advance(by: 1)
    registry.refresh()
    #expect(registry.problem == .malformed(path: path, line: 2))
    #expect(await registry.client(signingWith: one)?.name == "a")
    #expect(await registry.client(signingWith: other) == nil)
    try write("b \(other)\n")
    clock.advance(by: 1)
    #expect(await registry.client(signingWith: one) == nil)
    #expect(registry.problem == nil)
  }

  @Test("A file that is away for a while is a problem as long as it is away")
  func away() async throws {
    let registry = try registry("a \(one)\n")
    let elsewhere = path + ".old"
    try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
    clock.advance(by: 1)
    #expect(await registry.client(signingWith: one)?.name == "a")
    guard case .unreadable = registry.problem else {
      Issue.record("no problem")
      return
    }
    try FileManager.default.moveItem(atPath: elsewhere, toPath: path)
    clock.advance(by: 1)
    registry.refresh()
    #expect(registry.problem == nil)
  }

  @Test("77: one Ed25519 key for two clients is refused at load")
  func doubledKey() throws {
    #expect(try refusal("a \(one)\nb \(other)\nc \(one)\n") == .doubledKey(path: path, line: 3))
    #expect(try refusal("a \(one)\na \(one)\n") == .doubledKey(path: path, line: 2))
  }

  @Test(
    "Lines that are no name and key",
    arguments: ["a", "a b", "a KEY more", "KEY a", "KEY", "a\u{1} KEY", "a\u{7F} KEY"])
  func malformed(line: String) throws {
    let text = "# first\n" + line.replacing("KEY", with: one.description) + "\n"
    #expect(try refusal(text) == .malformed(path: path, line: 2))
  }

  @Test("Names up to 255 bytes, and files up to 64 MiB")
  func limits() throws {
    #expect(try refusal(String(repeating: "n", count: 255) + " \(one)\n") == nil)
    #expect(try refusal(String(repeating: "n", count: 256) + " \(one)\n") == .malformed(path: path, line: 1))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: (64 << 20) + 1)
    try file.close()
    #expect(throws: ClientRegistryError.unreadable(path: path, reason: "more than \(64 << 20) bytes")) {
      try ClientRegistry(file: path, time: clock)
    }
  }
}
