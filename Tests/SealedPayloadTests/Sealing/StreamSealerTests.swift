import SealedPayload
import Testing

@Suite("What streaming sealers refuse")
struct StreamSealerTests {
  private func begin(_ kind: MessageKind, _ fields: [HeaderField]) throws -> (output: [UInt8], opener: AnyOpener) {
    var (letter, opener) = try World("stream sealers").letter(kind)
    letter.fields = fields
    var output: [UInt8] = []
    _ = try letter.streamed(into: &output)
    return (output, opener)
  }

  @Test(
    "A malformed content-digest, which an opener would refuse", arguments: [MessageKind.payload, .request, .response])
  func digest(kind: MessageKind) throws {
    for line in ["sha-512", "a=::,a=::", "sha-256=:AAAA:", "a=1"] {
      let fields = [HeaderField("content-digest", line)]
      #expect(throws: SealError.invalidHead(.contentDigest), "\(line)") { try begin(kind, fields).output }
    }
    #expect(throws: Never.self) { try begin(kind, [HeaderField("content-digest", "unknown=:AAAA:")]).output }
  }

  @Test("Other bad fields", arguments: [MessageKind.payload, .request, .response])
  func fields(kind: MessageKind) throws {
    for (field, problem) in [
      (HeaderField("host", "a"), HeadProblem.forbiddenField("host")), (HeaderField("A", "a"), .fieldName),
      (HeaderField("content-length", "05"), .contentLength),
    ] {
      #expect(throws: SealError.invalidHead(problem)) { try begin(kind, [field]).output }
    }
  }

  @Test("An end before or after the announced length", arguments: [MessageKind.payload, .request, .response])
  func contentLength(kind: MessageKind) throws {
    for (announced, written) in [
      ("5", 0), ("5", 4), ("5", 6), ("0", 1), ("9999999999999999999", 3), ("5", 5), ("0", 0),
    ] {
      var (letter, opener) = try World("stream length").letter(kind)
      letter.fields = [HeaderField("content-length", announced)]
      var output: [UInt8] = []
      var sealer = try letter.streamed(into: &output)
      for _ in 0..<written { sealer.write([7], into: &output) }
      if announced == "\(written)" {
        try sealer.finish(into: &output)
        expectOpens(output, by: opener)
      } else {
        try expectRefusal(sealer, &output, opener)
      }
    }
  }

  /// Without an end, what was written so far is a message that was cut.
  private func expectRefusal(_ sealer: consuming BodySealer, _ output: inout [UInt8], _ opener: AnyOpener) throws {
    do throws(SealError) {
      try sealer.finish(into: &output)
      Issue.record("finished")
    } catch {
      #expect(error == .invalidHead(.contentLength))
    }
    expectRefused(output, by: opener, at: .end)
  }

  @Test("After HEAD, and with 304, an empty body is no contradiction")
  func headMethod() throws {
    let world = try World("stream head")
    for (method, status) in [("HEAD", 200), ("GET", 304)] {
      let exchange = try world.exchange(method: method)
      let head = ResponseHead(status: status, fields: [HeaderField("content-length", "5")])
      var output: [UInt8] = []
      let sealer = try ResponseSealer(head, to: exchange.server).stream(into: &output)
      try sealer.finish(into: &output)
      expectOpens(output, by: world.opener(.response, exchange.client))
    }
  }
}
