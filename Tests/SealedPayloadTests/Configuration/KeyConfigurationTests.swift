import SealedCrypto
import SealedPayload
import Testing

@Suite("Key configuration")
struct KeyConfigurationTests {
  static let now: UInt64 = 1_700_000_000
  let identity = SigningKey()
  let issuer: Issuer
  let recipient: Recipient

  init() throws {
    issuer = try Issuer(origin: "https://api.example.com")
    recipient = Recipient(try RecipientPrivateKey().publicKey, issuer: issuer)
  }

  func configuration(
    issuedAt: UInt64 = now, life: UInt64 = 3600, ciphers: [Cipher] = [.chaCha20Poly1305]
  ) -> KeyConfiguration {
    KeyConfiguration(
      issuer: issuer, issuedAt: issuedAt, expiry: issuedAt + life,
      keys: [KeyConfiguration.Key(recipient, validity: issuedAt..<issuedAt + life, ciphers: ciphers)],
      responseKeys: [identity.publicKey], nextIdentity: SigningKey().publicKey)
  }

  func verify(
    _ text: [UInt8], at now: UInt64 = now, after last: UInt64? = nil
  ) throws(ConfigurationProblem) -> KeyConfiguration {
    try UnverifiedKeyConfiguration(text).verified(by: [identity.publicKey], for: issuer, at: now, after: last)
      .configuration
  }

  /// A JWS whose header and payload are given, rightly signed.
  func jws(header: String = #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt"}"#, payload: String) -> [UInt8] {
    func encode(_ text: some Sequence<UInt8>) -> [UInt8] { Array(text).withSpan { Text.base64($0, .url) } }
    let signed = encode(header.utf8) + [0x2E] + encode(payload.utf8)
    return signed + [0x2E] + encode(identity.sign(signed))
  }

  var payload: String {
    let key = recipient.publicKey
    let text = key.bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
    return """
      {"iss":"https://api.example.com","iat":\(Self.now),"exp":\(Self.now + 3600),"keys":[{"kid":"\(key.identifier)",\
      "kem":32,"public_key":"\(text)","nbf":\(Self.now),"exp":\(Self.now + 3600),"suites":[{"kdf":1,"aead":3}]}]}
      """
  }

  @Test("What is signed verifies to the same")
  func roundTrip() throws {
    let configuration = configuration(ciphers: [.aes256GCM, .chaCha20Poly1305])
    #expect(try verify(try configuration.signed(by: identity)) == configuration)
    #expect(try verify(jws(payload: payload)).keys.first?.recipient == recipient)
  }

  @Test("The specification's example verifies")
  func example() throws {
    let text = """
      eyJhbGciOiJFZERTQSIsInR5cCI6InNlYWxlZC1wYXlsb2FkLWtleXMrand0In0.eyJpc3MiOiJodHRwczovL2FwaS5leGFtcGxl
      LmNvbSIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDg2NDAwLCJrZXlzIjpbeyJraWQiOiJpWDRtQUE3TUlfTSIsImtlbSI6
      MzIsInB1YmxpY19rZXkiOiJOWUJ5MWpaWWdOR3U2akthMzVFaE9EaFI3U0dpamp0MTZXWFEwczBXWWxRIiwibmJmIjoxNzAwMDAw
      MDAwLCJleHAiOjE3MDAwODY0MDAsInN1aXRlcyI6W3sia2RmIjoxLCJhZWFkIjozfSx7ImtkZiI6MSwiYWVhZCI6Mn1dfV0sInJl
      c3BvbnNlX2tleXMiOlsielJTemY1VnVsVEdVXzMtM096MkIzTVZoMWhwMU9BbExmRDRhWkQ3bDg2byJdfQ.IxEHmDsMOE0P1UWU3
      Tsoql_j-u0ZikjLM1VWDuKtse264kZsu5PRO2BZchBIYltskF4TXUGzA3rBSJwR7if3CQ
      """.filter { !$0.isWhitespace }
    let pin = try VerifyingKey("ed25519:E9mQinCSWZLtVGAH0n9Q2mi6chfvYqw8ynhFKf8QRxw")
    let verified = try UnverifiedKeyConfiguration(text.utf8).verified(by: [pin], for: issuer, at: Self.now)
    #expect(verified.identity == pin)
    #expect(verified.configuration.keys.map(\.recipient.publicKey.identifier.description) == ["iX4mAA7MI_M"])
    #expect(verified.configuration.responseKeys.count == 1)
  }

  @Test(
    "70: other algorithms, types and critical headers",
    arguments: [
      #"{"alg":"none","typ":"sealed-payload-keys+jwt"}"#, #"{"alg":"HS256","typ":"sealed-payload-keys+jwt"}"#,
      #"{"alg":"RS256","typ":"sealed-payload-keys+jwt"}"#, #"{"alg":"EdDSA","typ":"JWT"}"#, #"{"alg":"EdDSA"}"#,
      #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt","crit":["exp"]}"#,
      #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt","b64":false}"#,
      #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt","jwk":{}}"#,
      #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt","jku":"https://x.example"}"#,
      #"{"alg":"EdDSA","typ":"sealed-payload-keys+jwt","x5c":[]}"#,
      #"{"alg":"EdDSA","alg":"EdDSA","typ":"sealed-payload-keys+jwt"}"#, "[]", "",
    ])
  func headers(_ header: String) {
    #expect(throws: ConfigurationProblem.header) { try verify(jws(header: header, payload: payload)) }
  }

  @Test("70: doubled members, and other malformed payloads")
  func payloads() {
    let edits = [
      (#""keys":"#, #""keys":[],"keys":"#), (#""iat":"#, #""iat":1.5,"x":"#), (#""exp":"#, #""exp":"1","x":"#),
      (#""kid":""#, #""kid":"A"#), (#""kem":32"#, #""kem":"32""#), (#""public_key":""#, #""public_key":"A"#),
      (#""suites":["#, #""suites":[],"x":["#), (#"{"kdf":1"#, #"{"kdf":"1""#), (#""nbf":"#, #""nbf":-1,"x":"#),
      (#""iss":"https://api.example.com""#, #""iss":"https://API.example.com""#),
      (#""keys":"#, #""response_keys":["AA"],"keys":"#), (#""keys":"#, #""next_identity":1,"keys":"#),
    ]
    for (old, new) in edits {
      let text = payload.replacing(old, with: new, maxReplacements: 1)
      #expect(text != payload)
      #expect(throws: ConfigurationProblem.payload, "\(new)") { try verify(jws(payload: text)) }
    }
  }

  @Test("71: expired, rolled back, of the future, too long, of another API")
  func times() throws {
    let text = try configuration().signed(by: identity)
    #expect(throws: ConfigurationProblem.expired) { try verify(text, at: Self.now + 3600) }
    #expect(throws: ConfigurationProblem.rolledBack) { try verify(text, after: Self.now + 1) }
    #expect(throws: ConfigurationProblem.fromTheFuture) { try verify(text, at: Self.now - 301) }
    #expect(try verify(text, at: Self.now - 300, after: Self.now).issuedAt == Self.now)
    #expect(throws: ConfigurationProblem.livesTooLong) {
      try configuration(life: 86_401).signed(by: identity)
    }
    let other = try Issuer(origin: "https://other.example.com")
    #expect(throws: ConfigurationProblem.otherIssuer) {
      try UnverifiedKeyConfiguration(text).verified(by: [identity.publicKey], for: other, at: Self.now)
    }
  }

  @Test("72: an unpinned identity, a changed byte, a wrong kid, a key of low order")
  func signatures() throws {
    let text = try configuration().signed(by: identity)
    #expect(throws: ConfigurationProblem.signature) {
      try UnverifiedKeyConfiguration(text).verified(by: [SigningKey().publicKey], for: issuer, at: Self.now)
    }
    for index in text.indices {
      var changed = text
      changed[index] ^= 1
      #expect(throws: ConfigurationProblem.self) { try verify(changed) }
    }
    let zero = String(repeating: "A", count: 43)
    let key = recipient.publicKey.bytes.withSpan { String(decoding: Text.base64($0, .url), as: UTF8.self) }
    #expect(throws: ConfigurationProblem.payload) { try verify(jws(payload: payload.replacing(key, with: zero))) }
  }

  @Test("Unknown KEMs and suites are passed over")
  func unknown() throws {
    #expect(try verify(jws(payload: payload.replacing(#""kem":32"#, with: #""kem":999"#))).keys.isEmpty)
    #expect(try verify(jws(payload: payload.replacing(#""aead":3"#, with: #""aead":999"#))).keys.isEmpty)
  }

  @Test("Too large is refused before it is looked at")
  func size() {
    #expect(throws: ConfigurationProblem.form) { try verify([UInt8](repeating: 0x41, count: 70_000)) }
    #expect(throws: ConfigurationProblem.form) { try verify(Array("a.b".utf8)) }
  }

  @Test("73: the client's policy decides, or nothing is chosen")
  func choice() throws {
    let configuration = configuration(ciphers: [.chaCha20Poly1305])
    #expect(configuration.choose(at: Self.now)?.cipher == .chaCha20Poly1305)
    #expect(configuration.choose(at: Self.now, allowing: { exchange, _ in exchange == .xWing }) == nil)
    #expect(configuration.choose(at: Self.now + 3600) == nil)
    #expect(configuration.choose(at: Self.now - 1) == nil)
  }
}
