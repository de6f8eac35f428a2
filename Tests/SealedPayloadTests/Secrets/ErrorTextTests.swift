import SealedCrypto
import SealedPayload
import Testing

@Suite("Error texts")
struct ErrorTextTests {
  /// Every cause that opening can have.
  static let causes: [FormatError] = [
    .magic, .version, .unexpectedKind(9), .mode(1), .kem(7), .kdf(7), .aead(7), .timestamp(.max),
    .unavailable(.aes256GCM), .unavailable(.xWing), .encapsulation, .commitment, .recordLength(0), .forgedRecord(3),
    .recordType(nil), .recordType(9), .order(.headNotFirst), .order(.secondHead), .order(.proofNotSecond),
    .order(.tooManyEmptyRecords), .head(.encoding), .head(.fieldName), .head(.forbiddenField("proxy-s3cr3t")),
    .head(.fieldValue("x-s3cr3t")), .head(.tooManyFields), .head(.contentLength), .head(.method), .head(.scheme),
    .head(.authority), .head(.path), .head(.status), .head(.controlData), .head(.tooLarge), .head(.contentDigest),
    .proof(.format), .proof(.signature), .proof(.unlistedKey), .digest(.malformed), .digest(.mismatch),
    .verdict(.format), .verdict(.reason), .verdict(.status), .verdict(.replayedNotProcessed), .truncated,
    .trailingBytes, .armor,
  ]

  @Test("Every failure of cryptography or format is told to a peer alike", arguments: causes)
  func equal(cause: FormatError) {
    let error = OpenError(cause)
    #expect(error.refusal == .rejected)
    for text in [error.description, "\(error)", String(describing: error), String(reflecting: error)] {
      #expect(text == "rejected")
    }
    #expect("\([error])" == "[rejected]")
    #expect(!error.diagnosis.isEmpty && error.diagnosis != "rejected")
  }

  @Test("The two others say no more than their names")
  func others() {
    let unknown = OpenError(.unknownKey(KeyIdentifier(value: 7)))
    #expect(unknown.refusal == .unknownKey && "\(unknown)" == "unknown-key")
    for cause in [FormatError.bodyLimit(5), .recordLimit] {
      #expect(OpenError(cause).refusal == .tooLarge && "\(OpenError(cause))" == "too-large")
    }
  }

  @Test("Each cause has a diagnosis of its own")
  func distinct() {
    let texts = Self.causes.map { OpenError($0).diagnosis }
    #expect(Set(texts).count == texts.count)
  }

  @Test("78: no plaintext in what is said or dumped of a refused message")
  func markers() throws {
    let world = try World("markers")
    let secret = "s3cr3t-m4rk3r"
    for fields in [
      [(secret, " x")], [("proxy-\(secret)", "x")], [(secret.uppercased(), "x")], [("x", "\(secret)\r\n")],
      [("content-length", secret)], [("content-digest", "\(secret)=1")], [("x", secret), ("te", secret)],
    ] {
      var message = try Handmade(.request, in: try world.session())
      message.head(RawHead(path: "/\(secret)", fields).bytes)
      message.end(Array(secret.utf8))
      check(try #require(world.opener(.request).refusal(message.bytes, .oneCore)).error, secret)
    }
    for head in [
      RawHead(method: "\(secret) "), RawHead(scheme: secret), RawHead(authority: "\(secret)@a"), RawHead(path: secret),
    ] {
      var message = try Handmade(.request, in: try world.session())
      message.head(head.bytes)
      message.end(Array(secret.utf8))
      check(try #require(world.opener(.request).refusal(message.bytes, .oneCore)).error, secret)
    }
  }

  private func check(_ error: OpenError, _ secret: String) {
    let text = printed(error) + error.diagnosis
    #expect(Marker(bytes: Array(secret.utf8)).found(in: text) == nil, "\(text)")
  }

  @Test("78: no plaintext in what is said of a refused verdict")
  func verdicts() throws {
    let world = try World("verdict markers")
    let secret = "s3cr3t-m4rk3r"
    let bodies = [
      secret, #"{"type":"\#(secret)","status":400,"time":1}"#, #"{"\#(secret)":1,"\#(secret)":2}"#,
      #"{"type":"urn:sealed-payload:\#(secret)","status":400,"time":1}"#,
    ]
    for body in bodies {
      let exchange = try world.exchange()
      var message = try Handmade(.verdict, to: exchange.server)
      message.head(RawHead(status: 400, [("content-type", "application/problem+json"), ("x", secret)]).bytes)
      message.end(Array(body.utf8))
      let opener = world.opener(.verdict, exchange.client)
      expectRefused(message.bytes, by: opener, at: .verdict)
      check(try #require(opener.refusal(message.bytes, .oneCore)).error, secret)
    }
  }
}
