import Testing

@testable import SealedCommandLine
@testable import SealedPayload
@testable import sealtool

@Suite struct FileTests {
  private let folder: TemporaryFolder
  private let files = Files(terminal: Terminal(tool: "sealtool"))

  init() throws { folder = try TemporaryFolder() }

  @Test func nothingIsThereBeforeCommitOrWithoutIt() throws {
    let path = folder.name("out")
    let bytes: [UInt8] = [1, 2, 3]
    do {
      var output = try files.output(path, .binary)
      #expect(folder.entries == 0)
      try output.write(bytes.span)
      #expect(FileStatus(path: path) == nil)
    }
    #expect(folder.entries == 0)
    var output = try Files(terminal: Terminal(tool: "sealtool")).output(path, .binary)
    try output.write(bytes.span)
    try output.commit()
    #expect(folder.read(path) == bytes)
    #expect(folder.entries == 1)
  }

  @Test func secretsAreForTheOwnerAndKeysAreNeverReplaced() throws {
    let path = folder.name("key")
    try files.output(path, .text, protection: .key).commit()
    #expect(FileStatus(path: path)?.permissions == 0o600)
    #expect(throws: ToolError.file(.exists(path))) {
      try Files(terminal: Terminal(tool: "sealtool")).output(path, .text, protection: .key).commit()
    }
  }

  @Test func aKeyThatAppearsMeanwhileIsKept() throws {
    let path = folder.name("key")
    let output = try files.output(path, .text, protection: .key)
    _ = try folder.file("key", "other")
    var thrown: ToolError?
    do throws(ToolError) { try output.commit() } catch { thrown = error }
    #expect(thrown == .file(.exists(path)))
    #expect(folder.read(path) == Array("other".utf8))
    #expect(folder.entries == 1)
  }

  @Test func inputIsNeverOutput() throws {
    let path = try folder.file("a", "text")
    #expect(run("ln -s a '\(folder.name("b"))'") == 0)
    _ = try files.input(path)
    #expect(throws: ToolError.file(.inputIsOutput(folder.name("b")))) {
      _ = try files.output(folder.name("b"), .binary)
    }
  }

  @Test func twoOutputsNeverMeet() throws {
    _ = try files.output(folder.name("a"), .binary)
    #expect(throws: ToolError.file(.writtenTwice(folder.name("./a")))) {
      _ = try files.output(folder.name("./a"), .binary)
    }
  }

  @Test func replacedFilesKeepTheirNarrowPermissions() throws {
    let path = try folder.file("a", "old", mode: 0o600)
    try files.output(path, .body).commit()
    #expect(FileStatus(path: path)?.permissions == 0o600)
  }

  @Test(arguments: [0o640, 0o604, 0o644] as [UInt32])
  func secretsOpenToOthersAreRefused(_ mode: UInt32) throws {
    let path = try folder.file("key", "x", mode: .init(mode))
    #expect(throws: ToolError.file(.openToOthers(path))) { try files.withSecret(path) { _ in } }
    #expect(throws: ToolError.file(.openToOthers(path))) { _ = try files.passphrase(path) }
  }

  @Test(arguments: [("word\n", "word"), ("word\r\nmore", "word"), ("word", "word"), ("a b \nx", "a b ")])
  func passphraseIsTheFirstLine(_ content: String, _ expected: String) throws {
    let path = try folder.file("p", content)
    let bytes = try files.passphrase(path).withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == Array(expected.utf8))
  }

  @Test func badPassphrasesAreRefused() throws {
    let empty = try folder.file("e", "\nx")
    #expect(throws: ToolError.passphrase(.empty(empty))) { _ = try files.passphrase(empty) }
    let long = try folder.file("l", String(repeating: "x", count: 5000))
    #expect(throws: ToolError.passphrase(.tooLong(long))) { _ = try files.passphrase(long) }
  }

  @Test func limitsFoldersMissingFilesAndStandardInput() throws {
    let path = try folder.file("a", "12345")
    #expect(throws: ToolError.file(.tooLarge(path, limit: 4, remedy: "x"))) {
      _ = try files.input(path).readAll(limit: 4, remedy: "x")
    }
    #expect(try files.input(path).readAll(limit: 5).count == 5)
    #expect(throws: ToolError.file(.isDirectory(folder.path))) { _ = try files.input(folder.path) }
    #expect(throws: ToolError.file(.isDirectory(folder.path))) { _ = try files.output(folder.path, .text) }
    #expect(throws: ToolError.self) { _ = try files.input(folder.name("none")) }
    _ = try files.input("-")
    #expect(throws: ToolError.file(.standardInputTaken)) { _ = try files.input(nil) }
  }

  @Test func fullDevicesAreReported() throws {
    var output = try files.output("/dev/full", .binary, release: .streaming)
    var thrown: ToolError?
    do throws(ToolError) { try output.write([1, 2].span) } catch { thrown = error }
    #expect(thrown?.problem == "cannot write /dev/full: the disk is full")
  }
}
