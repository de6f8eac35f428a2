import Foundation
import SealedPayload
import Testing

@Suite("Key files on disk")
struct KeyStorageTests {
  /// A folder that is gone after the call.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealed-payload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func save(_ bytes: [UInt8], _ path: String) throws(KeyError) {
    let file = bytes[...]
    try KeyFile.save(file.span, to: path)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func setMode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func load(_ path: String, _ passphrase: String? = nil) throws -> KeyFile.PublicKey {
    try KeyFile.load(path, passphrase: passphrase.map { Passphrase($0) }).publicHalf
  }

  @Test("A new file has mode 0600 and is read back")
  func saved() throws {
    try inFolder { folder in
      let (key, path) = (SigningKey(), folder.appending(path: "key").path)
      try save(try KeyFile.file(key), path)
      #expect(try mode(path) == 0o600)
      #expect(try load(path) == .signing(key.publicKey))
      #expect(try KeyFile.loadPublicKey(path) == .signing(key.publicKey))
    }
  }

  @Test("What exists is left as it is: a file, a link to one, a link to nothing, a folder")
  func existing() throws {
    try inFolder { folder in
      let file = folder.appending(path: "file")
      try Data("precious".utf8).write(to: file)
      let (link, dangling) = (folder.appending(path: "link"), folder.appending(path: "dangling"))
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      try FileManager.default.createSymbolicLink(at: dangling, withDestinationURL: folder.appending(path: "none"))
      for path in [file.path, link.path, dangling.path, folder.path] {
        #expect(throws: KeyError.exists(path: path)) { try save([1], path) }
      }
      #expect(try Data(contentsOf: file) == Data("precious".utf8))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "none").path))
    }
  }

  @Test(
    "A private key that others can reach is refused",
    arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])
  func modes(mode: Int) throws {
    try inFolder { folder in
      for (name, bytes) in [("plain", try KeyFile.file(SigningKey())), ("locked", Array(try CheapKeyFile().text.utf8))]
      {
        let path = folder.appending(path: name).path
        try save(bytes, path)
        try setMode(mode, path)
        #expect(throws: KeyError.readableByOthers(path: path)) { try load(path, CheapKeyFile.passphrase) }
        try setMode(0o600, path)
        #expect(throws: Never.self) { try load(path, CheapKeyFile.passphrase) }
        try setMode(0o400, path)
        #expect(throws: Never.self) { try load(path, CheapKeyFile.passphrase) }
      }
    }
  }

  @Test("A public key may be read by all, but not from a file whose private key all can read")
  func publicModes() throws {
    try inFolder { folder in
      let key = SigningKey()
      let text = #"{"kty":"OKP","crv":"Ed25519","x":"\#(base64URL(key.publicKey.bytes))"}"#
      let (open, secret) = (folder.appending(path: "open").path, folder.appending(path: "secret").path)
      try save(Array(text.utf8), open)
      try save(try KeyFile.file(key), secret)
      for mode in [0o644, 0o604, 0o640, 0o620] {
        for path in [open, secret] { try setMode(mode, path) }
        #expect(try KeyFile.loadPublicKey(open) == .signing(key.publicKey))
        #expect(throws: KeyError.readableByOthers(path: secret)) { try KeyFile.loadPublicKey(secret) }
      }
    }
  }

  @Test("What can't be read or written says which path and why")
  func failures() throws {
    try inFolder { folder in
      let missing = folder.appending(path: "missing/key").path
      for action in [{ _ = try self.load(missing) }, { try self.save([1], missing) }] {
        #expect { try action() } throws: { error in
          guard case KeyError.system(path: missing, let reason)? = error as? KeyError else { return false }
          return !reason.isEmpty && "\(error)".contains(missing)
        }
      }
      #expect(throws: KeyError.system(path: folder.path, reason: "is a directory")) { try load(folder.path) }
      let large = folder.appending(path: "large").path
      try save([UInt8](repeating: 0x20, count: 65_537), large)
      #expect(throws: KeyError.malformedKeyFile) { try load(large) }
    }
  }

  @Test("Errors name the file, never its content")
  func texts() throws {
    let errors: [KeyError] = [
      .malformedPublicKey, .unusablePublicKey, .malformedIssuer, .unavailable("X"), .malformedKeyFile,
      .passphraseNeeded,
      .wrongPassphrase, .outOfMemory, .readableByOthers(path: "/p"), .exists(path: "/p"),
      .system(path: "/p", reason: "r"), .duplicateKey,
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
