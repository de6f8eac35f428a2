import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Synchronization
import Testing

/// Bodies that come piece by piece, both ways, with bounded memory.
@Suite("Upstream: streams", .timeLimit(.minutes(2)))
struct StreamingTests {
  static let mebibyte = 1_048_576

  @Test func `the head is there before the body, and each piece as it comes`() async throws {
    let (steps, step) = (DispatchSemaphore(value: 0), ["one", "two", "three"])
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      for piece in step {
        steps.wait()
        try connection.write("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n")
      }
      steps.wait()
      try connection.write("0\r\n\r\n")
    }
    let response = try await CurlTransport().send(request("GET", server))
    let body = try response.body.open()
    #expect(response.body.length == nil)
    for piece in step {
      steps.signal()
      #expect(try await body.next() == Array(piece.utf8))
    }
    steps.signal()
    #expect(try await body.next() == nil)
    #expect(try await body.next() == nil)
  }

  @Test func `pieces go out as they come, and a response can begin before the request ends`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      for _ in 0..<3 {
        let piece = try connection.readChunk()
        try connection.write("\(String(piece.count, radix: 16))\r\n\(String(decoding: piece, as: UTF8.self))\r\n")
      }
      guard try connection.readChunk().isEmpty else { return }
      try connection.write("0\r\n\r\n")
    }
    let given = GivenBody()
    let response = try await CurlTransport().send(request("POST", server, body: MessageBody(given)))
    let echo = try response.body.open()
    for piece in ["one", "two", "three"] {
      given.put(piece)
      #expect(try await echo.next() == Array(piece.utf8))
    }
    given.end()
    #expect(try await echo.next() == nil)
  }

  @Test func `a slow reader makes the server wait`() async throws {
    let size = 20 * Self.mebibyte
    let (stalledAt, stalls) = AsyncStream.makeStream(of: Int.self)
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      let bytes = [UInt8](repeating: 0x61, count: size)
      let done = connection.writeUntilStalled(bytes)
      stalls.yield(done)
      try connection.write(Array(bytes[done...]))
    }
    let response = try await CurlTransport().send(request("GET", server))
    #expect(response.body.length == size)
    let body = try response.body.open()
    var waiting = stalledAt.makeAsyncIterator()
    // What the kernel buffers on loopback, and the transport's own buffer.
    #expect(try #require(await waiting.next()) < 12 * Self.mebibyte)
    var (count, largest) = (0, 0)
    while let piece = try await body.next() {
      count += piece.count
      largest = max(largest, piece.count)
    }
    #expect(count == size)
    #expect(largest <= UpstreamLimits().buffer + 65_536)
  }

  @Test(arguments: [nil, 20 * mebibyte]) func `a slow server makes the request's body wait`(_ length: Int?) async throws
  {
    let size = 20 * Self.mebibyte
    let body = CountedBody(piece: [UInt8](repeating: 0x61, count: 16_384), times: size / 16_384)
    let largest = Mutex(0)
    let server = try ScriptedServer { connection in
      let head = try connection.readHead()
      var count = 0
      while count < size {
        count += head.contains("chunked") ? try connection.readChunk().count : try connection.read(4_096).count
        largest.withLock { $0 = max($0, body.taken - count) }
      }
      if head.contains("chunked") { _ = try connection.readChunk() }
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    let response = try await CurlTransport().send(
      request("POST", server, body: MessageBody(body, length: length)))
    #expect(response.head.status == 200)
    #expect(body.taken == size)
    #expect(largest.withLock { $0 } < 12 * Self.mebibyte)
  }

  @Test func `a whole body of 20 MiB arrives, and comes back`() async throws {
    let size = 20 * Self.mebibyte
    let server = try ScriptedServer { connection in
      let body = try connection.readRequest().body
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
      try connection.write(body)
    }
    let line = Array("a line of 23 bytes, so.".utf8)
    var bytes: [UInt8] = []
    while bytes.count < size { bytes += line }
    let response = try await CurlTransport().send(request("PUT", server, body: MessageBody(bytes)))
    #expect(try await response.body.collect(upTo: bytes.count) == bytes)
  }

  @Test(arguments: [413, 200]) func `a response that comes early is delivered, and the upload ends`(
    _ status: Int
  ) async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      _ = try connection.readChunk()
      try connection.write("HTTP/1.1 \(status) X\r\nContent-Length: 5\r\n\r\nearly")
      try connection.readToEnd()
    }
    let given = GivenBody()
    given.put("first")
    let response = try await CurlTransport().send(request("POST", server, body: MessageBody(given)))
    #expect(response.head.status == status)
    #expect(try await text(response) == "early")
    for await _ in given.cancelled { break }
    for await _ in server.ended { break }
  }

  @Test(arguments: [5, 7]) func `a body that is not as long as it says breaks the request`(_ length: Int) async throws {
    let received = Mutex(-1)
    let server = try ScriptedServer { connection in
      try connection.readHead()
      let count = try connection.readToEnd()
      received.withLock { $0 = count }
    }
    let body = MessageBody(CountedBody(piece: Array("abc".utf8), times: 2), length: length)
    let transport = try CurlTransport()
    let error = await failure { _ = try await transport.send(request("POST", server, body: body)) }
    guard case .requestBody(let reason, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(reason as? BodyLengthError == (length == 5 ? .tooLong : .tooShort))
    for await _ in server.ended { break }
    #expect(received.withLock { $0 } < length)
  }

  @Test func `a body that can't be read breaks the request, with the reader's error`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.readToEnd()
    }
    let given = GivenBody()
    given.put("first")
    given.end(BodyError.tooLarge(limit: 1))
    let transport = try CurlTransport()
    let error = await failure { _ = try await transport.send(request("POST", server, body: MessageBody(given))) }
    guard case .requestBody(let reason, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(reason as? BodyError == .tooLarge(limit: 1))
  }
}

extension ScriptedConnection {
  /// Reads one chunk; the last one is empty.
  func readChunk() throws -> [UInt8] {
    var line: [UInt8] = []
    while line.suffix(2) != [13, 10] { line += try read(1) }
    let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) ?? 0
    return Array(try read(size + 2).dropLast(2))
  }
}
