import SealedPayload
import Testing

@Suite("Round trips of verdicts")
struct VerdictRoundTripTests {
  static let verdicts: [(String, Int, Bool?, UInt64)] = [
    ("stale", 400, false, 1_700_000_000), ("replayed", 409, nil, 0), ("replayed", 409, true, 1),
    ("a", 200, nil, 253_402_300_799), ("x-y-z", 599, true, 7),
    (String(repeating: "r", count: 64), 503, false, 3),
  ]

  @Test("What was decided arrives, whole and in pieces", arguments: verdicts)
  func roundTrip(reason: String, status: Int, processed: Bool?, time: UInt64) throws {
    let world = try World("verdict \(reason)")
    let verdict = try Verdict(reason: reason, status: status, processed: processed, time: time)
    for cipher in [Cipher.chaCha20Poly1305, .aes256GCM] where cipher.isAvailable {
      for padding in [Padding.standard, .noneRevealingExactLengths, .multiple(of: 300)] {
        let exchange = try world.exchange(in: world.session(.request, cipher))
        for signer in [nil, world.signer] {
          let options = SealingOptions(signer: signer, padding: padding)
          let sealed = try verdict.sealed(to: exchange.server, options: options)
          let opened = try #require(expectOpens(sealed, by: world.opener(.verdict, exchange.client)))
          #expect(opened.verdict == verdict)
          #expect(opened.attribution == signer.map { .signed($0.publicKey) } ?? .none)
        }
      }
    }
  }

  @Test(
    "Verdicts that contradict themselves are not made",
    arguments: [
      ("", 400, false, 1, VerdictProblem.reason), ("Stale", 400, nil, 1, .reason), ("-a", 400, nil, 1, .reason),
      ("a b", 400, nil, 1, .reason), ("stal\u{E9}", 400, nil, 1, .reason),
      (String(repeating: "r", count: 65), 400, nil, 1, .reason), ("stale", 199, nil, 1, .status),
      ("stale", 600, nil, 1, .status), ("stale", 400, nil, 253_402_300_800, .format),
      ("replayed", 409, false, 1, .replayedNotProcessed),
    ] as [(String, Int, Bool?, UInt64, VerdictProblem)])
  func refused(reason: String, status: Int, processed: Bool?, time: UInt64, problem: VerdictProblem) {
    #expect(throws: problem) { try Verdict(reason: reason, status: status, processed: processed, time: time) }
  }

  @Test("A response of the application that looks like a verdict is none")
  func lookalike() throws {
    let world = try World("lookalike")
    let exchange = try world.exchange()
    let head = ResponseHead(status: 400, fields: [HeaderField("content-type", "application/problem+json")])
    let sealed = try ResponseSealer(head, to: exchange.server).seal(World.verdict)
    let opened = try #require(expectOpens(sealed, by: world.opener(.response, exchange.client)))
    #expect(opened.verdict == nil)
    #expect(opened.kind == .response)
    #expect(opened.bodyCount == World.verdict.count)
  }
}
