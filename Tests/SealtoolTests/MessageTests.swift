import SealedCrypto
import Testing

@testable import SealedCommandLine
@testable import SealedPayload
@testable import sealtool

/// Messages that no command of the tool makes: verdicts, and signed streams without a digest.
@Suite struct MessageTests {
  private let folder: TemporaryFolder
  private let publicKey: RecipientPublicKey
  private let session: SealingSession

  init() throws {
    folder = try TemporaryFolder()
    let key = try RecipientPrivateKey()
    publicKey = key.publicKey
    let issuer = try Issuer(origin: "https://api.example")
    session = try SealingSession(to: Recipient(key.publicKey, issuer: issuer))
    _ = try folder.file("api.jwk", String(decoding: KeyFile.file(key), as: UTF8.self))
  }

  /// Runs the tool and gives its status and what it printed, results and messages together.
  private func run(_ words: [String]) throws -> (status: Int32, text: String) {
    let path = try folder.file("printed", "")
    let descriptor = try Descriptor(opening: path, for: .writing)
    let terminal = Terminal(tool: "sealtool", output: descriptor.number, messages: descriptor.number)
    let status = CommandLineTool(.sealtool).run(
      words.map { $0.hasPrefix("/") ? folder.path + $0 : $0 }, terminal: terminal)
    return (status.rawValue, String(decoding: folder.read(path) ?? [], as: UTF8.self))
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    var output = try Files(terminal: Terminal(tool: "sealtool")).output(folder.name(name), .binary, protection: .secret)
    try output.write(bytes.span)
    try output.commit()
  }

  /// Seals a request and a verdict on it; writes what opens the verdict.
  private func makeVerdict(processed: Bool?) throws {
    let head = RequestHead(method: "POST", authority: "api.example", path: "/")
    let request = try RequestSealer(head, in: session, timestamp: 1_700_000_000).seal([1])
    let copy = try Files(terminal: Terminal(tool: "sealtool")).encryptionKey(
      folder.name("api.jwk"), passphraseFile: nil)
    let ring = try KeyRing(of: copy, issuer: session.recipient.issuer, "api.jwk")
    let server = try RequestOpener(ring).open(request.bytes).0.exchange
    let verdict = try Verdict(reason: "stale", status: 400, processed: processed, time: 1_700_000_100)
    try write("verdict", verdict.sealed(to: server))
    try write("exchange", request.exchange.serialized(expiry: Clock.now + 60))
  }

  @Test(arguments: [(false, "it was not processed; seal it anew"), (nil, "it may have been processed; find out")])
  func verdictsAreErrors(_ processed: Bool?, _ expected: String) throws {
    try makeVerdict(processed: processed)
    for options in [[], ["--stream"]] {
      let words = ["open", "response", "--exchange", "/exchange", "-i", "/verdict", "-o", "/out", "--json"] + options
      let result = try run(words)
      #expect(result.status == 1)
      #expect(result.text.contains("sealtool: the server refused the request: stale, status 400; " + expected))
      #expect(result.text.contains("\"reason\": \"stale\""))
      #expect(FileStatus(path: folder.name("out")) == nil)
    }
    let inspected = try run(["inspect", "--exchange", "/exchange", "/verdict"])
    #expect(inspected.status == 0)
    #expect(inspected.text.contains("verdict     stale, status 400"))
  }

  @Test func signaturesThatLeaveTheBodyOutNeedStreaming() throws {
    let signer = SigningKey()
    let session = try SealingSession(to: Recipient(publicKey, issuer: .unnamed))
    var message: [UInt8] = []
    let options = SealingOptions(signer: signer)
    var body = try PayloadSealer(in: session, timestamp: 1, options: options).stream(into: &message)
    body.write([1, 2, 3], into: &message)
    try body.finish(into: &message)
    try write("message", message)
    let words = ["open", "-k", "/api.jwk", "--signer", signer.description, "-i", "/message", "-o", "/out"]
    let refused = try run(words)
    #expect(refused.status == 1)
    #expect(refused.text.contains("the signature covers only its head, not its body; add --stream"))
    #expect(FileStatus(path: folder.name("out")) == nil)
    let opened = try run(words + ["--stream", "--json"])
    #expect(opened.status == 0)
    #expect(opened.text.contains("\"attribution\": \"authenticated\""))
    #expect(folder.read(folder.name("out")) == [1, 2, 3])
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_700_000_000, "2023-11-14T22:13:20Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(UInt64, String)])
  func datesAreRight(_ seconds: UInt64, _ expected: String) {
    #expect(Clock.text(seconds) == expected)
  }
}
