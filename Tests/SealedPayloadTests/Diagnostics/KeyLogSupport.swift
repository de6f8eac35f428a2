import Foundation
import SealedCrypto
import SealedPayload
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A folder that is gone after the call.
func inFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "sealed-payload-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// The permission bits of a file.
func mode(_ file: URL) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
}

/// Sets the variable that asks for a key log, or removes it.
func setVariable(_ value: String?) {
  if let value {
    _ = unsafe setenv(KeyLog.environmentVariable, value, 1)
  } else {
    _ = unsafe unsetenv(KeyLog.environmentVariable)
  }
}

/// Changes the permission bits of a file.
func setMode(_ mode: Int, _ file: URL) throws {
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
}

/// Seals and opens a payload, a request, its response and a verdict, the last of all piece by piece.
@discardableResult
func exchangeMessages(_ world: World) throws -> [(kind: MessageKind, bytes: [UInt8])] {
  let head = RequestHead(method: "POST", authority: "api.example.com", path: "/items")
  let payload = try PayloadSealer(in: world.session(.payload), timestamp: World.now).seal(Array("payload".utf8))
  _ = try PayloadOpener(world.ring).open(payload)
  let request = try RequestSealer(head, in: world.session(), timestamp: World.now).seal(Array("request".utf8))
  let opened = try RequestOpener(world.ring).open(request.bytes).0
  var messages = [(MessageKind.payload, payload), (.request, request.bytes)]
  for kind in [MessageKind.response, .verdict] {
    let fields = kind == .verdict ? [HeaderField("content-type", "application/problem+json")] : []
    let head = ResponseHead(status: 400, fields: fields)
    let reply = try ResponseSealer(head, to: opened.exchange, kind: kind, options: .init(), nonce: Random.bytes(16))
      .seal(kind == .verdict ? World.verdict : [])
    var stream = try ResponseOpener(request.exchange, signers: .listed([])).stream()
    var body: [UInt8] = []
    let wire = reply[...]
    try stream.receive(wire.span, into: &body)
    _ = try stream.finish()
    messages.append((kind, reply))
  }
  return messages
}

/// Secrets that are used while a key log is on, and belong to no single message's key.
struct Plants {
  let privateKey = Random.bytes(32)
  let seed = Random.bytes(32)
  let passphrase = Array("correct-horse-battery-staple".utf8)
  let body = Array("planted-body-marker".utf8)
  let credential = "planted-bearer-token"

  /// None has white space: a search passes over that.
  var all: [[UInt8]] { [privateKey, seed, passphrase, body, Array(credential.utf8)] }

  func use() throws {
    let secret = privateKey.withSpan { Secret(copying: $0) }
    let key = try RecipientKey(
      RecipientPrivateKey(.x25519, secret: secret), issuer: Issuer(origin: World.origin))
    let signer = SigningKey(seed: seed.withSpan { Secret(copying: $0) })
    _ = try KeyFile.file(signer, passphrase: Passphrase(String(decoding: passphrase, as: UTF8.self)))
    let head = RequestHead(
      method: "POST", authority: "api.example.com", path: "/",
      fields: [HeaderField("authorization", "Bearer \(credential)")])
    let sealed = try RequestSealer(
      head, in: SealingSession(to: key.recipient), timestamp: World.now, options: SealingOptions(signer: signer)
    ).seal(body)
    _ = try RequestOpener(KeyRing([key])).open(sealed.bytes)
  }
}
