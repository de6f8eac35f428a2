import SealedCrypto
import SealedPayload
import Testing

@Suite("51: random changes of what is inside the encryption")
struct HeadMutationTests {
  static let heads: [(MessageKind, [UInt8])] = [
    (
      .request,
      RawHead(
        path: "/items/%C3%A9?page=2",
        [("content-type", "text/plain"), ("content-length", "4"), ("content-digest", "md5=:AAAA:, x=::"), ("x", "")]
      ).bytes
    ),
    (.response, RawHead(status: 299, [("etag", "\"x\""), ("set-cookie", "a=b"), ("content-length", "4")]).bytes),
    (.payload, RawHead(payload: [("content-type", "a/b"), ("content-digest", "sha-384=:AAAA:")]).bytes),
  ]

  @Test("A head that parses serialises to the same bytes", arguments: 0..<3, 0..<8)
  func canonical(index: Int, part: Int) throws {
    let (kind, bytes) = Self.heads[index]
    var mutator = Mutator("heads \(index) \(part)")
    var parsed = 0
    for _ in 0..<2_500 {
      let other = Self.heads[mutator.generator.below(3)].1
      let changed = mutator.mutated(bytes, other)
      guard let head = parse(changed, kind) else { continue }
      parsed += 1
      #expect(try head.encoded(HeadRules()) == changed)
      #expect(head.fields.count <= 128)
    }
    #expect(parsed > 0)
  }

  private func parse(_ bytes: [UInt8], _ kind: MessageKind) -> Head? {
    try? bytes.withSpan { (span) throws(HeadProblem) in try Head(span, kind: kind, HeadRules()) }
  }

  @Test(
    "Encrypted with the right key, it opens only if it parses, and else is refused as head or digest", arguments: 0..<3)
  func encrypted(index: Int) throws {
    let (kind, bytes) = Self.heads[index]
    let world = try World("encrypted heads")
    let (session, exchange) = (try world.session(kind), try world.exchange())
    let opener = world.opener(kind, exchange.client)
    var mutator = Mutator("encrypted heads \(index)")
    for _ in 0..<1_000 {
      let changed = mutator.mutated(bytes)
      guard !changed.isEmpty, changed.count <= 65_535 else { continue }
      var message = kind == .response ? try Handmade(kind, to: exchange.server) : try Handmade(kind, in: session)
      message.head(changed)
      message.end([1, 2, 3, 4])
      guard let refusal = opener.refusal(message.bytes, .pieces(100))?.error else {
        #expect(opener.refusal(message.bytes, .oneCore) == nil && parse(changed, kind) != nil)
        continue
      }
      #expect(refusal == opener.refusal(message.bytes, .oneCore)?.error)
      #expect(refusal.cause.layer == .head || refusal.cause.layer == .digest)
    }
  }

  @Test("A changed proof is refused", arguments: 0..<4)
  func proofs(part: Int) throws {
    let world = try World("mutated proofs")
    let session = try world.session()
    var mutator = Mutator("proofs \(part)")
    for _ in 0..<250 {
      var message = try Handmade(.request, in: session)
      message.head(RawHead().bytes)
      let proof = message.proof(by: world.signer).bytes
      let changed = mutator.mutated(proof)
      // Zeros at the end are padding; the type tells where the content ends.
      guard changed != proof else { continue }
      message.record(2, changed)
      message.end()
      expectRefused(message.bytes, by: world.opener(.request), at: .proof, [.oneCore, .pieces(64)])
    }
  }

  @Test("Random plaintexts of records are judged alike, whole and in pieces", arguments: 0..<4)
  func plaintexts(part: Int) throws {
    let world = try World("mutated plaintexts")
    let session = try world.session(.payload)
    let good = [RawHead(payload: []).bytes + [1], [9, 9, 3, 0, 0], [3], [7, 4, 0]]
    var mutator = Mutator("plaintexts \(part)")
    for _ in 0..<250 {
      var message = try Handmade(.payload, in: session)
      let changed = mutator.generator.below(4)
      for (index, plaintext) in good.enumerated() {
        message.record(plaintext: index == changed ? mutator.mutated(plaintext) : plaintext)
      }
      let outcomes = [AnyOpener.Way.allCores, .pieces(1), .pieces(50)].map {
        world.opener(.payload).refusal(message.bytes, $0)?.error.cause
      }
      #expect(outcomes.allSatisfy { $0 == outcomes[0] })
    }
  }

  @Test("Verdicts of random text: a verdict or a refusal, alike in every way", arguments: 0..<4)
  func verdicts(part: Int) throws {
    let world = try World("mutated verdicts")
    let exchange = try world.exchange()
    let opener = world.opener(.verdict, exchange.client)
    var mutator = Mutator("verdicts \(part)")
    for _ in 0..<300 {
      var message = try Handmade(.verdict, to: exchange.server)
      message.head(RawHead(status: 400, [("content-type", "application/problem+json")]).bytes)
      message.end(mutator.mutated(World.verdict, World.verdict))
      let outcomes = [AnyOpener.Way.oneCore, .pieces(20)].map { opener.refusal(message.bytes, $0)?.error }
      #expect(outcomes[0] == outcomes[1])
      #expect(outcomes[0]?.cause.layer ?? .verdict == .verdict)
    }
  }
}
