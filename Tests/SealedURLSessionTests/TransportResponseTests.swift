import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Responses over URLSession", .timeLimit(.minutes(1)))
struct TransportResponseTests {
  let transport = URLSessionTransport()

  /// Answers every request with this text, and closes.
  func server(_ answer: String) throws -> RawServer {
    try RawServer { _, connection in
      try connection.write(answer)
      return false
    }
  }

  @Test func givesStatusAndFields() async throws {
    let server = try server(
      "HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\nX-Name: Zoë\r\nX-A: 1\r\nX-A: 2\r\nX-Empty:\r\n\r\nno")
    let response = try await transport.send(server.request())
    #expect(response.head.status == 409)
    #expect(
      response.head.fields == [
        HeaderField("content-length", "2"), HeaderField("x-a", "1, 2"), HeaderField("x-empty", ""),
        HeaderField("x-name", "Zoë"),
      ])
    #expect(try await response.body.collect(upTo: 10) == Array("no".utf8))
  }

  @Test func aFieldInAnotherEncodingIsAnError() async throws {
    let server = try RawServer { _, connection in
      try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Name: ".utf8) + [0xEB, 13, 10, 13, 10])
      return false
    }
    await #expect(throws: URLError.self) { try await transport.send(server.request()) }
  }

  @Test func piecesArriveAsTheyAreSent() async throws {
    let gate = Gate()
    let server = try RawServer { _, connection in
      try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      for number in 0..<3 {
        try connection.writeChunk(Array("piece \(number)".utf8))
        gate.wait()
      }
      try connection.writeChunk([])
      return false
    }
    let stream = try await transport.send(server.request()).body.open()
    for number in 0..<3 {
      #expect(try await stream.next() == Array("piece \(number)".utf8))
      gate.open()
    }
    #expect(try await stream.next() == nil)
    #expect(try await stream.next() == nil)
  }

  @Test func whatWaitsForASlowReaderIsComplete() async throws {
    let sent = Gate()
    let body = pattern(3 << 20)
    let server = try RawServer { _, connection in
      defer { sent.open() }
      return try connection.answer(body)
    }
    let response = try await transport.send(server.request())
    #if canImport(FoundationNetworking)
      await sent.opened()
    #endif
    #expect(try await response.body.collect(upTo: body.count) == body)
  }

  @Test(
    "66: a cut body is an error",
    arguments: ["Content-Length: 100\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"])
  func cut(_ rest: String) async throws {
    let server = try server("HTTP/1.1 200 OK\r\n\(rest)")
    let stream = try await transport.send(server.request()).body.open()
    #expect(try await stream.next() == Array("hello".utf8))
    await #expect(throws: BodyError.cut) { try await stream.next() }
    await #expect(throws: BodyError.cut) { try await stream.next() }
  }

  @Test("61: a redirect is not followed", arguments: [301, 302, 303, 307, 308], ["Location: /other\r\n", ""])
  func redirect(_ status: Int, _ location: String) async throws {
    let server = try server("HTTP/1.1 \(status) Away\r\n\(location)Content-Length: 0\r\n\r\n")
    let response = try await transport.send(server.request())
    #expect(response.head.status == status)
    #expect(try await response.body.collect(upTo: 10) == [])
    #expect(server.requests.count == 1)
  }

  @Test("61: a 401 is the response, and no credentials are sent")
  func unauthorized() async throws {
    let server = try server("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 2\r\n\r\nno")
    let response = try await transport.send(server.request())
    #expect(response.head.status == 401)
    _ = try await response.body.collect(upTo: 10)
    #expect(server.requests.count == 1)
  }

  @Test("64: a 103 is passed over")
  func earlyHints() async throws {
    let server = try server(
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    let response = try await transport.send(server.request())
    #expect(response.head.status == 200)
    #expect(response.head.fields == [HeaderField("content-length", "2")])
    #expect(try await response.body.collect(upTo: 10) == Array("ok".utf8))
  }

  @Test("68: a response with a content-encoding is refused", arguments: ["gzip", "br", "identity, gzip"])
  func encoded(_ encoding: String) async throws {
    let server = try server("HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nContent-Length: 2\r\n\r\nok")
    await #expect(throws: URLSessionTransportError.encodedResponse) { try await transport.send(server.request()) }
  }

  @Test func whereNobodyEverListenedNothingWasSent() async throws {
    let request = try server("").request()
    let error = await #expect(throws: URLSessionTransportError.self) { try await transport.send(request) }
    guard case .unreachable(let cause) = error else { throw try #require(error) }
    #expect(cause.code == .cannotConnectToHost)
    #expect(error?.wasSent == false)
  }

  @Test func whereSomebodyListenedNobodyKnows() async throws {
    let request: RequestMessage
    do {
      let server = try server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      request = server.request()
      _ = try await transport.send(request).body.collect(upTo: 10)
    }
    await #expect(throws: URLError.self) { try await transport.send(request) }
  }

  @Test func anAnswerThatNeverComesTimesOut() async throws {
    let server = try RawServer { _, connection in
      connection.waitForClose()
      return false
    }
    let error = await #expect(throws: URLError.self) {
      try await URLSessionTransport(idleTimeout: .seconds(1)).send(server.request())
    }
    #expect(error?.code == .timedOut)
  }
}
