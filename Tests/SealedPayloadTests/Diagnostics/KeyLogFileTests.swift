import Foundation
import SealedCrypto
import SealedPayload
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Each in a process of its own: once on, a key log stays on.
@Suite("The file of a key log")
struct KeyLogFileTests {
  @Test("Without the call nothing is written, whatever the environment says")
  func off() async {
    await #expect(processExitsWith: .success) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        setVariable(file.path)
        try exchangeMessages(World("off"))
        #expect(!KeyLog.isExposingMessages)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
      }
    }
  }

  @Test("Without the variable the call does nothing", arguments: [nil, ""])
  func notAsked(value: String?) async {
    await #expect(processExitsWith: .success) { [value] in
      try inFolder { folder in
        setVariable(value)
        try KeyLog.startExposingMessagesIfAskedByEnvironment()
        #expect(!KeyLog.isExposingMessages)
        try exchangeMessages(World("not asked"))
      }
    }
  }

  @Test("Both ends write a line for every message they sealed or opened; one warning, mode 0600")
  func on() async throws {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        setVariable(file.path)
        umask(0)
        try KeyLog.startExposingMessagesIfAskedByEnvironment()
        try KeyLog.startExposingMessagesIfAskedByEnvironment()
        #expect(KeyLog.isExposingMessages)
        let messages = try exchangeMessages(World("on"))
        #expect(try mode(file) == 0o600)
        let text = [UInt8](try Data(contentsOf: file))
        #expect(text.count(where: { $0 == UInt8(ascii: "\n") }) == 2 * messages.count)
        let reader = KeyLogReader(text)
        #expect(reader.messageCount == messages.count && reader.damagedLineCount == 0)
        for message in messages {
          let commitment = Array(message.bytes[LoggedLetter.preludeByteCount(message.kind)...].prefix(32))
          _ = try LoggedMessageOpener(#require(reader[commitment])).open(message.bytes)
        }
      }
    }
    let warnings = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
      .split(separator: "\n").filter { $0.contains("WARNING") }
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("SEALEDPAYLOAD_KEYLOG") == true)
  }

  @Test("Private keys, passphrases and what is sealed are not in the file")
  func planted() async {
    await #expect(processExitsWith: .success) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        let plants = Plants()
        try KeyLog.startExposingMessages(at: file.path)
        try plants.use()
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(Marker(bytes: Array("SEALED_PAYLOAD_MESSAGE_1".utf8)).found(in: text) != nil)
        for secret in plants.all { #expect(Marker(bytes: secret).found(in: text) == nil) }
      }
    }
  }

  @Test("A message that nobody with the session sealed gets no line")
  func forged() async {
    await #expect(processExitsWith: .success) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        let world = try World("forged")
        var (message, opener) = try world.message(.request)
        message[80] ^= 1
        try KeyLog.startExposingMessages(at: file.path)
        #expect(throws: OpenError.self) { try opener.open(message) }
        #expect(try Data(contentsOf: file).isEmpty)
      }
    }
  }

  @Test("Threads of two processes mix no lines in one file, and what was there stays")
  func shared() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "sealed-payload-\(UUID().uuidString)")
    try Data("# before\n".utf8).write(to: file)
    try setMode(0o600, file)
    defer { try? FileManager.default.removeItem(at: file) }
    let path = file.path
    async let one: Void = sealMany(path)
    async let other: Void = sealMany(path)
    _ = try await (one, other)
    let text = [UInt8](try Data(contentsOf: file))
    #expect(text.starts(with: Array("# before\n".utf8)))
    let reader = KeyLogReader(text)
    #expect(reader.messageCount == 600 && reader.damagedLineCount == 0)
  }

  /// Seals 300 messages on all cores in a process of its own.
  private func sealMany(_ path: String) async throws {
    await #expect(processExitsWith: .success) { [path] in
      try KeyLog.startExposingMessages(at: path)
      let session = try World("shared").session()
      let head = RequestHead(method: "POST", authority: "api.example.com", path: "/items")
      concurrently(300) { _ in _ = try? RequestSealer(head, in: session, timestamp: World.now).seal([]) }
    }
  }

  @Test("A full disk stops the log, says so once, and stops no message")
  func full() async throws {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        try KeyLog.startExposingMessages(at: file.path)
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 100, rlim_max: 100)
        let isLimited = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
        #expect(isLimited)
        try exchangeMessages(World("full"))
        #expect(!KeyLog.isExposingMessages)
      }
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.split(separator: "\n").count(where: { $0.contains("can't be written") }) == 1)
  }
}
