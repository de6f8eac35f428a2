import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

/// What comes of a response, and which ones are refused.
@Suite("Upstream: responses")
struct UpstreamResponseTests {
  /// Gets what a server answers with these bytes, whereupon it closes.
  private func answer(
    _ bytes: String, to method: String = "GET", options: UpstreamOptions = UpstreamOptions()
  ) async throws -> ResponseMessage {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write(bytes)
    }
    return try await CurlTransport(options).send(request(method, server))
  }

  @Test func `names are lower case, values have no outer space, fields of the connection are gone`() async throws {
    let response = try await answer(
      "HTTP/1.1 201 Made\r\nX-One:  a b \t\r\nx-none:\r\nX-Latin: \u{e9}\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n"
        + "Keep-Alive: timeout=5\r\nTransfer-Encoding: Chunked\r\nTrailer: x-t\r\nSet-Cookie: a=b\r\n\r\n"
        + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n")
    #expect(response.head.status == 201)
    #expect(
      response.head.fields == [
        HeaderField("x-one", "a b"), HeaderField("x-none", ""), HeaderField("x-latin", "\u{e9}"),
        HeaderField("set-cookie", "a=b"),
      ])
    #expect(try await text(response) == "abcde")
  }

  @Test func `a small body that is there is whole`() async throws {
    let response = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
    guard case .whole(let bytes) = response.body.source else { return #expect(Bool(false)) }
    #expect(bytes == Array("abc".utf8))
    #expect(response.head.fields == [HeaderField("content-length", "3")])
  }

  @Test(arguments: ["HTTP/1.0 200 OK\r\n\r\nabc", "HTTP/1.1 200\r\n\r\nabc", "HTTP/1.1 200 \nContent-Length: 3\n\nabc"])
  func `bodies end where they may`(_ bytes: String) async throws {
    #expect(try await text(try await answer(bytes)) == "abc")
  }

  @Test("64: interim responses are passed over")
  func interim() async throws {
    let response = try await answer(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n"
        + "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    #expect(response.head == ResponseHead(status: 200, fields: [HeaderField("content-length", "2")]))
    #expect(try await text(response) == "ok")
  }

  @Test(arguments: [
    ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", 200),
    ("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200),
    ("GET", "HTTP/1.1 204 No Content\r\n\r\n", 204),
    ("POST", "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", 304),
    ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200),
  ])
  func `responses without a body don't wait for one, and keep the connection`(
    _ method: String, _ bytes: String, _ status: Int
  ) async throws {
    let server = try ScriptedServer { connection in
      while true {
        try connection.readHead()
        try connection.write(bytes)
      }
    }
    let transport = try CurlTransport(.patient)
    for _ in 0..<3 {
      let response = try await transport.send(request(method, server))
      #expect(response.head.status == status)
      #expect(response.body.isEmpty)
    }
    #expect(server.accepted == 1)
  }

  @Test("61: redirects, challenges and cookies are nobody's business here", arguments: [301, 302, 307, 401, 407])
  func notActedOn(_ status: Int) async throws {
    let server = try ScriptedServer { connection in
      while true {
        let head = try connection.readHead()
        #expect(!head.lowercased().contains("cookie") && !head.lowercased().contains("authorization"))
        try connection.write(
          "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:1/\r\nSet-Cookie: a=b\r\n"
            + "WWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\n"
            + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
      }
    }
    let transport = try CurlTransport()
    for _ in 0..<2 {
      let response = try await transport.send(request("GET", server))
      #expect(response.head.status == status)
      #expect(try await text(response) == "abc")
    }
  }

  static let malformedHeads: [(ResponseProblem, String)] = [
    (.statusLine, "nonsense\r\n\r\n"), (.statusLine, "HTTP/2 200 OK\r\n\r\n"), (.statusLine, "HTTP/1.2 200 OK\r\n\r\n"),
    (.statusLine, "HTTP/1.1 2000 OK\r\n\r\n"), (.statusLine, "HTTP/1.1  200 OK\r\n\r\n"),
    (.statusLine, " HTTP/1.1 200 OK\r\n\r\n"), (.statusLine, "ICY 200 OK\r\n\r\n"),
    (.statusLine, "HTTP/1.1 099 X\r\n\r\n"), (.status, "HTTP/1.1 600 X\r\n\r\n"), (.status, "HTTP/1.1 999 X\r\n\r\n"),
    (.status, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    (.field, "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), (.field, "HTTP/1.1 200 OK\r\n: v\r\n\r\n"),
    (.field, "HTTP/1.1 200 OK\r\na b: v\r\n\r\n"), (.field, "HTTP/1.1 200 OK\r\na : v\r\n\r\n"),
    (.field, "HTTP/1.1 200 OK\r\na: v\r\n folded\r\n\r\n"), (.field, "HTTP/1.1 200 OK\r\na: b\rc: d\r\n\r\n"),
    (.field, "HTTP/1.1 200 OK\r\na: \0\r\n\r\n"), (.field, "HTTP/1.1 200 OK\r\na: \u{1}\r\n\r\n"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: 0x3\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    (.framing, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc"),
    (.framing, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    (.framing, "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    (.framing, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (.headTooLarge, "HTTP/1.1 200 OK\r\na: " + String(repeating: "x", count: 70_000) + "\r\n\r\n"),
    (.headTooLarge, "HTTP/1.1 200 OK\r\na: " + String(repeating: "x", count: 200_000)),
    (.headTooLarge, "HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 129) + "\r\n"),
    (.headTooLarge, String(repeating: "HTTP/1.1 103 Early\r\na: b\r\n\r\n", count: 4_000)),
  ]

  @Test("53: malformed heads are refused", arguments: malformedHeads)
  func malformed(_ problem: ResponseProblem, _ bytes: String) async throws {
    let error = await failure { _ = try await answer(bytes) }
    guard case .malformedResponse(let found) = error else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
    #expect(found == problem)
    #expect(error?.wasSent == true)
  }

  @Test func `trailers count as a part of the head`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
      while true { try connection.write("x: " + String(repeating: "y", count: 1_000) + "\r\n") }
    }
    await #expect(throws: (any Error).self) {
      _ = try await text(try await CurlTransport().send(request("GET", server)))
    }
  }

  static let complete = [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789",
    "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n",
  ]

  @Test("37: cut after any byte, a response has no clean end", arguments: complete)
  func cut(_ bytes: String) async throws {
    let all = Array(bytes.utf8)
    let headEnd = (bytes.range(of: "200 OK").map { bytes[$0.upperBound...] } ?? "").range(of: "\r\n\r\n")
      .map { bytes.utf8.distance(from: bytes.startIndex, to: $0.upperBound) }
    let start = try #require(headEnd)
    let transport = try CurlTransport()
    for count in 0...all.count {
      let server = try ScriptedServer { connection in
        try connection.readHead()
        try connection.write(Array(all[..<count]))
      }
      let outcome: Result<String, any Error>
      do {
        outcome = .success(try await text(try await transport.send(request("GET", server))))
      } catch {
        outcome = .failure(error)
      }
      switch outcome {
      case .success(let body):
        // The very last LF decides nothing: all chunks and the end of the trailers are there.
        let last = all.suffix(2) == [13, 10] ? all.count - 1 : all.count
        #expect(count >= last, "clean end after \(count) of \(all.count) bytes")
        #expect(body == "0123456789")
      case .failure(let error as UpstreamError):
        guard case .connectionBroken = error else { return #expect(Bool(false), "\(error)") }
        #expect(error.wasSent && count < start, "after \(count) bytes")
      case .failure(let error):
        #expect(error as? BodyError == .cut)
        #expect(count >= start && count < all.count, "after \(count) bytes")
      }
    }
  }
}
