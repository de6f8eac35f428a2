import SealedPayload
import Testing

@Suite("What sealers refuse")
struct SealerRefusalTests {
  static let good = RequestHead(method: "POST", authority: "api.example.com", path: "/items")

  static let badHeads: [(String, RequestHead, HeadProblem)] = [
    ("method", RequestHead(method: "", authority: "a", path: "/"), .method),
    ("CONNECT", RequestHead(method: "CONNECT", authority: "a", path: "/"), .method),
    ("long", RequestHead(method: String(repeating: "A", count: 33), authority: "a", path: "/"), .method),
    ("space", RequestHead(method: "A B", authority: "a", path: "/"), .method),
    ("http", RequestHead(method: "GET", scheme: "http", authority: "a", path: "/"), .scheme),
    ("ftp", RequestHead(method: "GET", scheme: "ftp", authority: "a", path: "/"), .scheme),
    ("authority", RequestHead(method: "GET", authority: "A", path: "/"), .authority),
    ("user", RequestHead(method: "GET", authority: "u@a", path: "/"), .authority),
    ("path", RequestHead(method: "GET", authority: "a", path: ""), .path),
    ("dots", RequestHead(method: "GET", authority: "a", path: "/a/../b"), .path),
  ]

  static let badFields: [([HeaderField], HeadProblem)] = [
    ([HeaderField("", "x")], .fieldName), ([HeaderField("Accept", "x")], .fieldName),
    ([HeaderField(":path", "x")], .fieldName), ([HeaderField("a b", "x")], .fieldName),
    ([HeaderField("host", "x")], .forbiddenField("host")), ([HeaderField("te", "x")], .forbiddenField("te")),
    ([HeaderField("proxy-x", "x")], .forbiddenField("proxy-x")),
    ([HeaderField("sealed-payload", "x")], .forbiddenField("sealed-payload")),
    ([HeaderField("x", "a\r\nb")], .fieldValue("x")), ([HeaderField("x", " a")], .fieldValue("x")),
    ([HeaderField("x", "a\0")], .fieldValue("x")), ([HeaderField("x", "a\t")], .fieldValue("x")),
    ([HeaderField("content-length", "3"), HeaderField("content-length", "3")], .contentLength),
    ([HeaderField("content-length", "+3")], .contentLength), ([HeaderField("content-length", "")], .contentLength),
    ([HeaderField("content-length", "2")], .contentLength), ([HeaderField("content-length", "4")], .contentLength),
    ([HeaderField("content-length", "99999999999999999999")], .contentLength),
    ([HeaderField("content-digest", "sha-512")], .contentDigest),
    ([HeaderField("content-digest", "sha-256=:AAAA:")], .contentDigest),
    (Array(repeating: HeaderField("a", "b"), count: 129), .tooManyFields),
    ([HeaderField("a", String(repeating: "b", count: 65_535))], .tooLarge),
  ]

  /// A sealer's ways of refusing: whole, lent, streamed; nothing is written in any.
  private func expect(_ problem: SealError, _ letter: Letter, sourceLocation: SourceLocation = #_sourceLocation) {
    for way in [Letter.Way.span, .array, .lending] {
      var (body, output) = ([1, 2, 3] as [UInt8], [9] as [UInt8])
      #expect(throws: problem, sourceLocation: sourceLocation) { try letter.seal(&body, way, into: &output) }
      #expect(body == [1, 2, 3] && (output == [9] || output.isEmpty), sourceLocation: sourceLocation)
    }
  }

  @Test("Heads of requests", arguments: 0..<10)
  func heads(index: Int) throws {
    let world = try World("bad heads")
    let (_, head, problem) = Self.badHeads[index]
    let session = try world.session()
    #expect(throws: SealError.invalidHead(problem)) {
      _ = try RequestSealer(head, in: session, timestamp: 1).seal([1])
    }
    var output: [UInt8] = []
    #expect(throws: SealError.invalidHead(problem)) {
      _ = try RequestSealer(head, in: session, timestamp: 1).stream(into: &output).exchange
    }
    #expect(output.isEmpty)
  }

  @Test("Fields of every kind, signed or not", arguments: 0..<22)
  func fields(index: Int) throws {
    let world = try World("bad fields")
    let (fields, problem) = Self.badFields[index]
    for kind in [MessageKind.payload, .request, .response] {
      for signed in [false, true] {
        var (letter, _) = try world.letter(kind, signed: signed)
        letter.fields = fields
        // A signing sealer puts its own digest in the place of the application's.
        guard problem != .contentDigest || !signed else { continue }
        expect(.invalidHead(problem), letter)
      }
    }
  }

  @Test("A signing sealer's digest counts among the 128 fields, and replaces the application's")
  func signedFields() throws {
    let world = try World("signed fields")
    var (letter, opener) = try world.letter(.request, signed: true)
    letter.fields = Array(repeating: HeaderField("a", "b"), count: 128)
    expect(.invalidHead(.tooManyFields), letter)
    letter.fields.removeLast()
    expectOpens(try letter.sealed([1]), by: opener)
    letter.fields += [HeaderField("content-digest", "md5=:AAAA:"), HeaderField("content-digest", "unknown=::")]
    #expect(expectOpens(try letter.sealed([1]), by: opener)?.head.fields.count == 128)
  }

  @Test("Statuses outside 200 to 599", arguments: [-1, 0, 100, 199, 600, .max, .min])
  func statuses(status: Int) throws {
    let exchange = try World("bad statuses").exchange().server
    #expect(throws: SealError.invalidHead(.status)) {
      try ResponseSealer(ResponseHead(status: status), to: exchange).seal([1])
    }
  }

  @Test("A request to a plain name, a payload to an origin")
  func issuers() throws {
    let world = try World("wrong issuers")
    let (named, origin) = (try world.session(.payload), try world.session(.request))
    #expect(throws: SealError.wrongIssuer) { _ = try RequestSealer(Self.good, in: named, timestamp: 1).seal([1]) }
    #expect(throws: SealError.wrongIssuer) { _ = try PayloadSealer(in: origin, timestamp: 1).seal([1]) }
  }

  @Test("Timestamps after the year 9999", arguments: [253_402_300_800, 1 << 53, .max] as [UInt64])
  func timestamps(time: UInt64) throws {
    let world = try World("late timestamps")
    let (named, origin) = (try world.session(.payload), try world.session(.request))
    #expect(throws: SealError.timestampOutOfRange) { _ = try PayloadSealer(in: named, timestamp: time).seal([1]) }
    #expect(throws: SealError.timestampOutOfRange) {
      _ = try RequestSealer(Self.good, in: origin, timestamp: time).seal([1])
    }
  }

  @Test("Paddings outside 1 to 65,536", arguments: [0, -1, 65_537, .max, .min])
  func paddings(unit: Int) throws {
    let world = try World("bad paddings")
    for kind in [MessageKind.payload, .request, .response] {
      expect(.invalidPadding, try world.letter(kind, padding: .multiple(of: unit)).0)
    }
  }

  @Test("Every refusal says what is wrong, and none the same as another")
  func texts() {
    let problems = Self.badHeads.map(\.2) + Self.badFields.map(\.1) + [.encoding, .status, .controlData]
    let errors = Set(problems.map { SealError.invalidHead($0).description })
    #expect(errors.count == Set(problems).count)
    let others: [SealError] = [
      .unusableRecipientKey, .unavailable("X"), .timestampOutOfRange, .wrongIssuer, .invalidPadding, .wrongRole,
    ]
    #expect(Set(others.map(\.description)).count == others.count)
  }
}
