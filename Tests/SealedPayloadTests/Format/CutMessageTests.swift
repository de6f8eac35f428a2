import SealedPayload
import Testing

@Suite("Messages that are cut or continued")
struct CutMessageTests {
  @Test("37: cut after every byte: an error, and no clean end of the body", arguments: MessageKind.allCases)
  func cut(kind: MessageKind) throws {
    let (message, opener) = try World("cut").message(kind, signed: true)
    for count in 0..<message.count {
      expectRefused(Array(message[..<count]), by: opener, at: .end, [.oneCore, .pieces(13)], note: "\(count) bytes")
    }
  }

  @Test("37, 66: a stream cut after every byte releases what was complete, and ends with an error")
  func cutStream() throws {
    let (letter, opener) = try World("cut stream").letter(.response)
    var output: [UInt8] = []
    var sealer = try letter.streamed(into: &output)
    var events: [(end: Int, body: Int)] = []
    for event in 1...5 {
      sealer.write(Array("data: event \(event)\n\n".utf8), into: &output)
      sealer.flush(into: &output)
      events.append((output.count, event * 15))
    }
    for count in 0..<output.count {
      let cut = Array(output[..<count])
      let released = opener.refusal(cut, .pieces(11))?.released.count
      #expect(released == events.last { $0.end <= count }?.body ?? 0, "\(count) bytes")
      expectRefused(cut, by: opener, at: .end, [.oneCore, .pieces(count + 1)])
    }
    try sealer.finish(into: &output)
    expectOpens(output, by: opener)
  }

  @Test("37: a large body cut anywhere, on all cores", arguments: 0..<40)
  func cutLarge(number: Int) throws {
    var generator = Seed.generator("cut large \(number)")
    let (letter, opener) = try World("cut large").letter(.payload)
    let message = try letter.sealed([UInt8](repeating: 1, count: 1_300_000))
    let cut = Array(message[..<generator.below(message.count)])
    expectRefused(cut, by: opener, at: .end, [.allCores, .oneCore, .pieces(65_552)])
  }

  @Test("39: anything behind the end", arguments: MessageKind.allCases)
  func trailing(kind: MessageKind) throws {
    let (message, opener) = try World("trailing").message(kind)
    let additions: [[UInt8]] = [
      [0], [0x0A], Array("SPL".utf8), [0, 0, 0, 17], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0],
      [UInt8](repeating: 0, count: 70_000), message,
    ]
    for addition in additions { expectRefused(message + addition, by: opener, at: .end) }
  }

  @Test("39: a record behind the end of many, on all cores")
  func trailingRecord() throws {
    let world = try World("trailing record")
    var message = try Handmade(.payload, in: try world.session(.payload))
    message.head(RawHead(payload: []).bytes)
    for _ in 0..<30 { message.data([1, 2, 3]) }
    message.end()
    let whole = message.bytes
    expectOpens(whole, by: world.opener(.payload))
    message.data([4])
    expectRefused(message.bytes, by: world.opener(.payload), at: .end)
    for _ in 0..<30 { message.end() }
    expectRefused(message.bytes, by: world.opener(.payload), at: .end)
    expectRefused(whole + [0, 0, 0, 1], by: world.opener(.payload), at: .end)
  }
}
