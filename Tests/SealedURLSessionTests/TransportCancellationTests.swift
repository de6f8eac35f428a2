import Foundation
import SealedHTTP
import SealedURLSession
import Testing

@Suite("Cancellation over URLSession", .timeLimit(.minutes(1)))
struct TransportCancellationTests {
  let transport = URLSessionTransport()
  let asked = Gate()
  let closed = Gate()

  /// Sends a head and a piece if it shall, then waits until the client has gone.
  func server(sendsHead: Bool) throws -> RawServer {
    try RawServer { [asked, closed] _, connection in
      asked.open()
      if sendsHead {
        try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
      }
      connection.waitForClose()
      closed.open()
      return false
    }
  }

  @Test func cancellingTheTaskEndsTheExchange() async throws {
    let server = try server(sendsHead: false)
    let task = Task { try await transport.send(server.request()) }
    await asked.opened()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await closed.opened()
  }

  @Test func aCancelledTaskSendsNothing() async throws {
    let server = try server(sendsHead: false)
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await transport.send(server.request())
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(server.connections == 0)
  }

  @Test func cancellingTheBodyEndsTheExchange() async throws {
    let server = try server(sendsHead: true)
    let stream = try await transport.send(server.request()).body.open()
    #expect(try await stream.next() == [0x61])
    stream.cancel()
    await #expect(throws: BodyError.cancelled) { try await stream.next() }
    await closed.opened()
  }

  @Test func cancellingTheBodyWakesItsReader() async throws {
    let server = try server(sendsHead: true)
    let stream = try await transport.send(server.request()).body.open()
    #expect(try await stream.next() == [0x61])
    let reader = Task { try await stream.next() }
    stream.cancel()
    await #expect(throws: BodyError.cancelled) { try await reader.value }
    await closed.opened()
  }

  @Test func cancellingTheReaderEndsTheExchange() async throws {
    let server = try server(sendsHead: true)
    let stream = try await transport.send(server.request()).body.open()
    #expect(try await stream.next() == [0x61])
    let reader = Task { try await stream.next() }
    reader.cancel()
    await #expect(throws: CancellationError.self) { try await reader.value }
    await closed.opened()
  }

  @Test func releasingTheBodyEndsTheExchange() async throws {
    let server = try server(sendsHead: true)
    do {
      let stream = try await transport.send(server.request()).body.open()
      #expect(try await stream.next() == [0x61])
    }
    await closed.opened()
  }

  @Test func theBodyOutlivesTheTransport() async throws {
    let gate = Gate()
    let server = try RawServer { _, connection in
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab")
      gate.wait()
      try connection.write("cd")
      return true
    }
    let body = try await URLSessionTransport().send(server.request()).body
    gate.open()
    #expect(try await body.collect(upTo: 4) == Array("abcd".utf8))
  }

  @Test func streamsDontHoldEachOtherUp() async throws {
    let server = try server(sendsHead: true)
    let echo = try RawServer { head, connection in try connection.answer(connection.readBody(of: head)) }
    var streams: [any BodyStream] = []
    for _ in 0..<20 {
      let stream = try await transport.send(server.request()).body.open()
      #expect(try await stream.next() == [0x61])
      streams.append(stream)
    }
    let body = pattern(200_000)
    let answer = try await transport.send(echo.request("POST", body: MessageBody(PieceStream([body]))))
    #expect(try await answer.body.collect(upTo: body.count) == body)
    streams.forEach { $0.cancel() }
  }
}
