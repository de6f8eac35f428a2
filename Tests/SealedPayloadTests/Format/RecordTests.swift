import SealedPayload
import Testing

@Suite("Records that are refused")
struct RecordTests {
  @Test("38: records swapped, doubled, dropped", arguments: [false, true])
  func moved(signed: Bool) throws {
    let (letter, opener) = try World("moved").letter(.request, signed: signed, padding: .multiple(of: 1_000))
    let message = try letter.sealed([UInt8](repeating: 1, count: 140_000))
    let (start, records) = split(message, from: 108)
    let layer: (Int) -> FormatError.Layer = { $0 == records.count - 1 ? .end : .aead }
    for index in records.indices {
      var changed = records
      changed.remove(at: index)
      expectRefused(start + changed.joined(), by: opener, at: layer(index), [.allCores, .pieces(900)])
      changed = records
      changed.insert(records[index], at: index)
      expectRefused(start + changed.joined(), by: opener, at: index == records.count - 1 ? .end : .aead, [.oneCore])
      for other in records.indices where other != index {
        changed = records
        changed.swapAt(index, other)
        expectRefused(start + changed.joined(), by: opener, at: .aead, [.allCores, .pieces(65_552)])
      }
    }
  }

  @Test("38: records of a response in its request, and of the request in its response")
  func exchanged() throws {
    let world = try World("exchanged")
    let exchange = try world.exchange()
    let response = try ResponseSealer(ResponseHead(status: 200), to: exchange.server).seal([])
    let (requestStart, requestRecords) = split(exchange.request, from: 108)
    let (responseStart, responseRecords) = split(response, from: 53)
    let opener = world.opener(.response, exchange.client)
    expectRefused(requestStart + responseRecords.joined(), by: world.opener(.request), at: .aead)
    expectRefused(responseStart + requestRecords.joined(), by: opener, at: .aead)
    expectRefused(Array(exchange.request[..<76] + response[21...]), by: world.opener(.request), at: .commitment)
    expectRefused(Array(response[..<21] + exchange.request[76...]), by: opener, at: .commitment)
  }

  /// What comes before the records, and each record.
  private func split(_ message: [UInt8], from offset: Int) -> (start: [UInt8], records: [[UInt8]]) {
    var records: [[UInt8]] = []
    var offset = offset
    let start = Array(message[..<offset])
    while offset < message.count {
      let length = message[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      records.append(Array(message[offset..<offset + 4 + length]))
      offset += 4 + length
    }
    return (start, records)
  }

  @Test("41: no type but 1 to 4, wherever", arguments: 0..<3)
  func types(position: Int) throws {
    let world = try World("types")
    for type in [0] + Array(UInt8(5)...255) {
      var message = try Handmade(.payload, in: try world.session(.payload))
      if position > 0 { message.head(RawHead(payload: []).bytes) }
      if position > 1 { message.data([1]) }
      message.record(type, type == 0 ? [0, 0] : [9, 9], zeros: Int(type) % 3)
      message.end()
      expectRefused(message.bytes, by: world.opener(.payload), at: .plaintext, [.allCores, .pieces(30)])
    }
  }

  @Test("41: plaintexts of zeros, of every length up to the largest", arguments: [1, 2, 7, 8, 9, 100, 65_536])
  func zeros(count: Int) throws {
    let world = try World("zeros")
    for position in 0..<3 {
      var message = try Handmade(.payload, in: try world.session(.payload))
      if position > 0 { message.head(RawHead(payload: []).bytes) }
      if position > 1 { message.data([1]) }
      message.record(plaintext: [UInt8](repeating: 0, count: count))
      message.end()
      expectRefused(message.bytes, by: world.opener(.payload), at: .plaintext, [.oneCore, .pieces(1_000)])
    }
  }

  @Test("41, 42: lengths outside 17 to 65,552 are refused once the four bytes are there")
  func lengths() throws {
    let world = try World("lengths")
    let refused = Array(0...16) + [65_553, 65_554, 1 << 17, 1 << 24, 1 << 31, Int(UInt32.max)]
    for length in refused {
      for headFirst in [false, true] {
        var message = try Handmade(.payload, in: try world.session(.payload))
        if headFirst { message.head(RawHead(payload: []).bytes) }
        message.raw([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) })
        // Nothing follows: waiting for the record would give layer `end`.
        expectRefused(message.bytes, by: world.opener(.payload), at: .framing, note: "\(length)")
      }
    }
  }

  @Test("Content that ends in zeros arrives whole")
  func contentZeros() throws {
    let world = try World("content zeros")
    for zeros in [0, 1, 7, 8, 9, 1_000] {
      var message = try Handmade(.payload, in: try world.session(.payload))
      message.head(RawHead(payload: []).bytes)
      message.data([1] + [UInt8](repeating: 0, count: zeros), zeros: zeros)
      message.end([UInt8](repeating: 0, count: zeros), zeros: zeros)
      let opened = try #require(expectOpens(message.bytes, by: world.opener(.payload)))
      #expect(opened.bodyCount == 1 + 2 * zeros)
    }
  }
}
