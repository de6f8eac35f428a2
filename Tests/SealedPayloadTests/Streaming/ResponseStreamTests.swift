import SealedPayload
import Testing

@Suite("Streams of responses and verdicts")
struct ResponseStreamTests {
  private static let type = ("content-type", "application/problem+json")

  /// A verdict in records as given.
  private func verdict(
    _ exchange: Exchange, fields: [(String, String)] = [type], _ records: [[UInt8]], last: [UInt8] = []
  ) throws -> [UInt8] {
    var message = try Handmade(.verdict, to: exchange)
    message.head(RawHead(status: 400, fields).bytes)
    for record in records { message.data(record) }
    message.end(last)
    return message.bytes
  }

  @Test("A verdict is told only when all of it was checked, and never gives a body", arguments: [1, 10, 10_000])
  func whenComplete(size: Int) throws {
    let world = try World("verdict stream")
    let exchange = try world.exchange()
    let bytes = try verdict(exchange.server, World.verdict.map { [$0] })
    var stream = try ResponseOpener(exchange.client, signers: .listed([])).stream()
    var body: [UInt8] = []
    for piece in Pieces(bytes, { size }).all {
      try stream.take(piece, into: &body)
      #expect(stream.opened == nil && body.isEmpty)
    }
    guard case .verdict(let verdict, let opened) = try stream.finish() else {
      Issue.record("a response")
      return
    }
    #expect(verdict == (try Verdict(reason: "stale", status: 400, processed: false, time: 7)))
    #expect(opened.isVerdict && opened.head.status == 400)
  }

  @Test("A response is told once its head is authentic")
  func response() throws {
    let world = try World("response stream")
    let exchange = try world.exchange()
    var output: [UInt8] = []
    var sealer = try ResponseSealer(ResponseHead(status: 206), to: exchange.server).stream(into: &output)
    var stream = try ResponseOpener(exchange.client, signers: .listed([])).stream()
    var body: [UInt8] = []
    try stream.take(output[...], into: &body)
    #expect(stream.opened?.head.status == 206 && stream.opened?.isVerdict == false)
    let start = output.count
    sealer.write([1], into: &output)
    try sealer.finish(into: &output)
    try stream.take(output[start...], into: &body)
    #expect(try stream.finish().opened.head.status == 206)
    #expect(body == [1])
  }

  @Test("The first fault of a verdict decides, however it is cut: content-type, size, then what follows")
  func firstFault() throws {
    let world = try World("first fault")
    let exchange = try world.exchange()
    let long = [[UInt8](repeating: 0x20, count: 40_000), [UInt8](repeating: 0x20, count: 40_000)]
    for (fields, records) in [
      ([], [[1]]), ([Self.type], long), ([Self.type, Self.type], []), ([("content-type", "a")], []),
    ] {
      var bytes = try verdict(exchange.server, fields: fields, records, last: World.verdict)
      expectRefused(bytes, by: world.opener(.verdict, exchange.client), at: .verdict)
      // The end is forged: what stands before it was at fault already.
      bytes[bytes.count - 1] ^= 1
      expectRefused(bytes, by: world.opener(.verdict, exchange.client), at: .verdict)
      // Nor is there a limit for what comes after a fault.
      let limit = records.map { $0.count + 21 }.reduce(20, +)
      expectRefused(bytes, by: world.opener(.verdict, exchange.client, limit: limit), at: .verdict)
    }
  }

  @Test("A verdict of 65,536 bytes opens, and not one byte more")
  func size() throws {
    let world = try World("verdict size")
    let exchange = try world.exchange()
    let opener = world.opener(.verdict, exchange.client)
    for (count, opens) in [(65_536, true), (65_537, false), (131_000, false)] {
      let body = World.verdict + [UInt8](repeating: 0x20, count: count - World.verdict.count)
      let bytes = try verdict(exchange.server, Pieces(body, { 60_000 }).all.map { Array($0) })
      let ways: [AnyOpener.Way] = [.allCores, .oneCore, .pieces(7_000), .pieces(200_000)]
      if opens { expectOpens(bytes, by: opener, ways) } else { expectRefused(bytes, by: opener, at: .verdict, ways) }
    }
  }

  @Test("A verdict that is too long is kept no longer than to its limit, and its failure is final")
  func failureIsFinal() throws {
    let world = try World("long verdict")
    let exchange = try world.exchange()
    let bytes = try verdict(exchange.server, Array(repeating: [UInt8](repeating: 0x20, count: 60_000), count: 4))
    var stream = try ResponseOpener(exchange.client, signers: .listed([])).stream()
    var body: [UInt8] = []
    #expect(throws: OpenError(.verdict(.format))) { try stream.take(bytes[...], into: &body) }
    #expect(throws: OpenError(.verdict(.format))) { try stream.take([], into: &body) }
    #expect(stream.endError() == OpenError(.verdict(.format)))
    #expect(body.isEmpty)
  }
}
