import Foundation
import SealedCrypto
import SealedPayload
import Testing

/// Lines that an independent implementation wrote, for messages of its own: spec/vectors/key_log.txt.
@Suite("The key log of the vectors", .enabled(if: Cipher.aes256GCM.isAvailable))
struct KeyLogVectorTests {
  static let payloads = ["body_payload_named", "body_payload_signed_aes"]
  static let requests = ["body_short_signed"]
  static let answers = ["response_signed", "response_aes", "verdict_stale"]

  @Test("Each line opens its message", arguments: payloads + requests + answers)
  func opens(name: String) throws {
    let vector = try LoggedVector(name)
    let reader = KeyLogReader([UInt8](try LoggedVector.file("key_log.txt")))
    #expect(reader.damagedLineCount == 0 && reader.messageCount == 9)
    for message in [vector.sealed, vector.request].compactMap({ $0 }) {
      let start = message[4] > 2 ? ReplyPrelude.byteCount : Prelude.byteCount(.x25519HKDFSHA256)
      let logged = try #require(reader[Array(message[start..<start + 32])])
      let opened = try LoggedMessageOpener(logged).open(message)
      #expect(opened.message.recipient.issuer.text == vector.issuer)
      #expect((opened.verdict != nil) == (opened.message.kind == .verdict))
    }
  }

  @Test("Opening the vectors writes the same lines, byte for byte")
  func writes() async {
    await #expect(processExitsWith: .success) {
      try inFolder { folder in
        let file = folder.appending(path: "keys")
        try KeyLog.startExposingMessages(at: file.path)
        for name in Self.payloads { _ = try PayloadOpener(LoggedVector(name).ring()).open(LoggedVector(name).sealed) }
        for name in Self.requests { _ = try RequestOpener(LoggedVector(name).ring()).open(LoggedVector(name).sealed) }
        for name in Self.answers { try LoggedVector(name).openAnswer() }
        func lines(_ data: Data) -> [Substring] {
          String(decoding: data, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        }
        #expect(lines(try Data(contentsOf: file)) == lines(try LoggedVector.file("key_log.txt")))
      }
    }
  }
}

/// A vector, as far as a key log is about it.
struct LoggedVector {
  let sealed: [UInt8]
  let request: [UInt8]?
  let issuer: String
  private let privateKey: [UInt8]

  struct Malformed: Error {}

  static func file(_ name: String) throws -> Data {
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    return try Data(contentsOf: package.appending(path: "spec/vectors").appending(path: name))
  }

  init(_ name: String) throws {
    let json = try JSONSerialization.jsonObject(with: Self.file("\(name).json"))
    guard let members = json as? [String: Any], let recipient = members["recipient"] as? [String: Any],
      let sealed = Self.hex(members["sealed"]), let key = Self.hex(recipient["private_key"]),
      let issuer = recipient["iss"] as? String
    else { throw Malformed() }
    (self.sealed, request, self.issuer, privateKey) = (sealed, Self.hex(members["request"]), issuer, key)
  }

  private static func hex(_ value: Any?) -> [UInt8]? {
    (value as? String).flatMap { text in Array(text.utf8).withSpan { Text.decodeHex($0) } }
  }

  func ring() throws -> KeyRing {
    let secret = privateKey.withSpan { Secret(copying: $0) }
    return try KeyRing([RecipientKey(RecipientPrivateKey(.x25519, secret: secret), issuer: Issuer(issuer))])
  }

  /// Opens the request and what answers it, as both ends do.
  func openAnswer() throws {
    let server = try RequestOpener(ring()).open(request ?? []).0.exchange
    let client = Exchange(
      role: .client, session: server.session, requestPrelude: server.requestPrelude, requestHead: server.requestHead,
      requestMethod: server.requestMethod)
    _ = try ResponseOpener(client, signers: .anyoneUnverified).open(sealed)
  }
}
