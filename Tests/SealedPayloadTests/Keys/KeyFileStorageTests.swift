import Foundation
import SealedPayload
import Testing

@Suite("KeyFile on disk: who may read it")
struct KeyFileStorageTests {
  private func withFile(_ text: [UInt8], mode: Int, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "spl-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(FileManager.default.createFile(atPath: path, contents: Data(text), attributes: [.posixPermissions: mode]))
    try body(path)
  }

  @Test("A public key may be readable by all, a private one not even to take its public half")
  func modes() throws {
    let key = SigningKey()
    let (file, x) = (try KeyFile.file(key), key.publicKey.description.dropFirst("ed25519:".count))
    let open = Array(#"{"kty":"OKP","crv":"Ed25519","x":"\#(x)"}"#.utf8)
    try withFile(open, mode: 0o644) { path in
      let loaded = try KeyFile.loadPublicKey(path)
      #expect(loaded == .signing(key.publicKey))
    }
    for mode in [0o604, 0o640, 0o620] {
      try withFile(file, mode: mode) { path in
        #expect(throws: KeyError.readableByOthers(path: path)) { try KeyFile.loadPublicKey(path) }
        #expect(throws: KeyError.readableByOthers(path: path)) { _ = try KeyFile.load(path) }
      }
    }
    try withFile(file, mode: 0o600) { path in
      let loaded = try KeyFile.loadPublicKey(path)
      #expect(loaded == .signing(key.publicKey))
    }
  }
}
