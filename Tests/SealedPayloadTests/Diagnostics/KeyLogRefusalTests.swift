import Foundation
import SealedPayload
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Files that no key log goes to")
struct KeyLogRefusalTests {
  private func refusal(_ file: URL) -> KeyLogError? {
    do throws(KeyLogError) {
      try KeyLog.startExposingMessages(at: file.path)
      return nil
    } catch {
      return error
    }
  }

  private func make(_ file: URL, mode: Int = 0o600) throws {
    try Data("mine\n".utf8).write(to: file)
    try setMode(mode, file)
  }

  @Test("One that others can read or write", arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])
  func openToOthers(mode: Int) throws {
    try inFolder { folder in
      let file = folder.appending(path: "keys")
      try make(file, mode: mode)
      #expect(refusal(file) == .openToOthers(path: file.path))
      #expect(refusal(file)?.description.contains("chmod 600") == true)
      #expect(try Data(contentsOf: file) == Data("mine\n".utf8))
      #expect(!KeyLog.isExposingMessages)
    }
  }

  @Test("One of another user", .enabled(if: geteuid() == 0))
  func ownedByAnother() throws {
    try inFolder { folder in
      let file = folder.appending(path: "keys")
      try make(file)
      try FileManager.default.setAttributes([.ownerAccountID: 12_345], ofItemAtPath: file.path)
      #expect(refusal(file) == .ownedByAnother(path: file.path))
    }
  }

  @Test("A link, a second name of a file, a folder, a pipe, a device")
  func notPlain() throws {
    try inFolder { folder in
      let (file, link, name) = (
        folder.appending(path: "file"), folder.appending(path: "link"), folder.appending(path: "name")
      )
      try make(file)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      #expect(refusal(link) == .notAPlainFile(path: link.path))
      try FileManager.default.linkItem(at: file, to: name)
      #expect(refusal(name) == .notAPlainFile(path: name.path))
      #expect(refusal(folder) == .notAPlainFile(path: folder.path))
      let pipe = folder.appending(path: "pipe")
      let isMade = unsafe mkfifo(pipe.path, 0o600) == 0
      try #require(isMade)
      #expect(refusal(pipe) == .notAPlainFile(path: pipe.path))
      #expect(refusal(URL(filePath: "/dev/null")) == .notAPlainFile(path: "/dev/null"))
      #expect(try Data(contentsOf: file) == Data("mine\n".utf8))
    }
  }

  @Test("One in a folder that is not there")
  func nowhere() throws {
    try inFolder { folder in
      let file = folder.appending(path: "missing/keys")
      guard case .system(let path, _) = refusal(file) else {
        Issue.record("no refusal of the system")
        return
      }
      #expect(path == file.path)
    }
  }
}
