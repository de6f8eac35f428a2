import SealedPayload
import Testing

@Suite("A body that the recipient's key was used to swap")
struct SwappedBodyTests {
  /// The head and proof of a signed message, with another body under the same keys.
  private func swapped(_ world: World, records: [[UInt8]]) throws -> [UInt8] {
    let session = try world.session()
    let nonce = [UInt8](repeating: 7, count: 16)
    let head = RequestHead(method: "POST", authority: "api.example.com", path: "/")
    let options = SealingOptions(signer: world.signer)
    let sealed = try RequestSealer(head, in: session, timestamp: World.now, options: options, nonce: nonce)
      .seal(Array("pay 10".utf8))
    let content = try RequestOpener(world.ring).open(sealed.bytes).0.message.headBytes
    var message = try Handmade(.request, in: session, nonce: nonce)
    message.head(content)
    message.record(2, message.proof(by: world.signer).bytes)
    for record in records.dropLast() { message.data(record) }
    message.end(records.last ?? [])
    return message.bytes
  }

  @Test("27: in one record: refused, and nothing of it released")
  func oneRecord() throws {
    let world = try World("swapped")
    expectOpens(try swapped(world, records: [Array("pay 10".utf8)]), by: world.opener(.request))
    for body in ["pay 99", "pay 1", "pay 100", ""] {
      let message = try swapped(world, records: [Array(body.utf8)])
      expectRefused(message, by: world.opener(.request), at: .digest)
      #expect(world.opener(.request).refusal(message, .pieces(9))?.released == [])
    }
  }

  @Test("27: in many records: refused before the end is reported, whatever was cut where")
  func manyRecords() throws {
    let world = try World("swapped many")
    let right = Array("pay 10".utf8).map { [$0] } + [[]]
    expectOpens(try swapped(world, records: right), by: world.opener(.request))
    let message = try swapped(world, records: Array("pay 99".utf8).map { [$0] } + [[]])
    expectRefused(message, by: world.opener(.request), at: .digest)
    #expect(world.opener(.request).refusal(message, .pieces(9))?.released == Array("pay 99".utf8))
  }

  @Test("27: a stream that is signed without a digest is only authenticated")
  func authenticated() throws {
    let (letter, opener) = try World("authenticated").letter(.request, signed: true)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    sealer.write([1, 2, 3], into: &output)
    try sealer.finish(into: &output)
    let opened = try #require(expectOpens(output, by: opener))
    guard case .authenticated = opened.attribution else {
      Issue.record("\(opened.attribution)")
      return
    }
  }
}
