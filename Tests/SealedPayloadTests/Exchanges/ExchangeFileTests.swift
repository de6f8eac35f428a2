import SealedCrypto
import SealedPayload
import Testing

@Suite("Exchanges in other processes")
struct ExchangeFileTests {
  private func restored(_ bytes: [UInt8], now: UInt64 = 0) throws -> Exchange {
    try bytes.withSpan { (bytes) throws(ExchangeError) in try Exchange(serialized: bytes, now: now) }
  }

  @Test("Client and server go on from bytes alone, signed or not, with either cipher", arguments: [false, true])
  func otherProcess(signed: Bool) throws {
    let world = try World("other process")
    for cipher in [Cipher.chaCha20Poly1305, .aes256GCM] where cipher.isAvailable {
      let exchange = try world.exchange(in: world.session(.request, cipher), method: "PATCH")
      let server = try restored(exchange.server.serialized(expiry: 100))
      let client = try restored(exchange.client.serialized(expiry: 100), now: 99)
      #expect(client.role == .client && server.role == .server && client.requestMethod == "PATCH")
      #expect(client.recipient == exchange.client.recipient)
      let options = SealingOptions(signer: signed ? world.signer : nil)
      let sealed = try ResponseSealer(ResponseHead(status: 200), to: server, options: options).seal([1, 2])
      for opening in [client, exchange.client] {
        let opened = try #require(expectOpens(sealed, by: world.opener(.response, opening)))
        #expect(opened.attribution == (signed ? .signed(world.signer.publicKey) : .none))
      }
      #expect(client.serialized(expiry: 100) == exchange.client.serialized(expiry: 100))
    }
  }

  @Test("From its expiry on it is refused", arguments: [0, 1, 1_700_000_000, UInt64(Int64.max)])
  func expiry(time: UInt64) throws {
    let bytes = try World("expiry").exchange().client.serialized(expiry: time)
    #expect(throws: ExchangeError.expired) { try restored(bytes, now: time) }
    #expect(throws: ExchangeError.expired) { try restored(bytes, now: .max) }
    if time > 0 { #expect(throws: Never.self) { try restored(bytes, now: time - 1) } }
  }

  @Test("A restored exchange has its role and no other")
  func roles() throws {
    let exchange = try World("restored roles").exchange()
    let (client, server) = (
      try restored(exchange.client.serialized(expiry: 1)), try restored(exchange.server.serialized(expiry: 1))
    )
    #expect(throws: SealError.wrongRole) { try ResponseOpener(server, signers: .listed([])) }
    #expect(throws: SealError.wrongRole) { try ResponseSealer(ResponseHead(status: 200), to: client).seal([1]) }
  }

  @Test(
    "A member that is missing or of another form",
    arguments: [
      "sealed_payload_exchange", "role", "kem", "kdf", "aead", "recipient", "iss", "exporter_secret", "request_prelude",
      "request_head_sha512", "request_method", "expires",
    ])
  func missing(name: String) throws {
    let text = try JSONText(World("missing").exchange().client.serialized(expiry: 1))
    for value in [nil, "", "?", true, 1.5, [1], ["a": 1], -1] as [Any?] {
      if name == "request_method", value is String { continue }
      #expect(throws: ExchangeError.self, "\(name) \(value ?? "missing")") {
        try restored(text.changing(name, to: value))
      }
    }
  }

  @Test("Parts that contradict each other")
  func contradictions() throws {
    let world = try World("contradictions")
    let text = try JSONText(world.exchange().client.serialized(expiry: 1))
    let other = try JSONText(World("another").exchange().client.serialized(expiry: 1))
    let payload = try world.message(.payload).bytes[..<76]
    for (name, value) in [
      ("sealed_payload_exchange", 2), ("role", "Client"), ("kem", 0x647A), ("kem", 33), ("kdf", 2), ("aead", 1),
      ("aead", 2), ("aead", 65_536), ("recipient", other.members["recipient"] ?? ""), ("iss", "backup"),
      ("iss", "https://API.example.com"), ("request_prelude", other.members["request_prelude"] ?? ""),
      ("request_prelude", base64URL(Array(payload))),
      ("request_prelude", (text.members["request_prelude"] as? String ?? "") + "AA"),
      ("exporter_secret", "AAAA"), ("request_head_sha512", "AAAA"), ("recipient", world.signer.publicKey.description),
    ] as [(String, Any)] {
      #expect(throws: ExchangeError.malformed, "\(name) \(value)") { try restored(text.changing(name, to: value)) }
    }
  }

  @Test("A part that was exchanged for another of right form opens no signed response")
  func exchangedParts() throws {
    let world = try World("exchanged parts")
    let exchange = try world.exchange()
    let options = SealingOptions(signer: world.signer)
    let sealed = try ResponseSealer(ResponseHead(status: 200), to: exchange.server, options: options).seal([1])
    let text = try JSONText(exchange.client.serialized(expiry: 1))
    var prelude = exchange.client.requestPrelude
    prelude[60] ^= 1
    for (name, value, layer) in [
      ("exporter_secret", base64URL([UInt8](repeating: 7, count: 32)), FormatError.Layer.commitment),
      ("request_head_sha512", base64URL([UInt8](repeating: 7, count: 64)), .proof),
      ("request_prelude", base64URL(prelude), .commitment), ("iss", "https://other.example", .proof),
    ] {
      let changed = try restored(text.changing(name, to: value))
      expectRefused(sealed, by: world.opener(.response, changed), at: layer, note: "\(name)")
    }
    #expect(throws: Never.self) { try restored(text.changing("unknown", to: "x")) }
  }
}
