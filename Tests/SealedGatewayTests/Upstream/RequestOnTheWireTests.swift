import SealedGateway
import SealedHTTP
import SealedPayload
import Synchronization
import Testing

/// What a request looks like to a server, byte for byte.
@Suite("Upstream: requests on the wire")
struct RequestOnTheWireTests {
  /// Sends a request to a server that keeps what it reads.
  private func bytes(
    _ method: String, _ path: String = "/", _ fields: [HeaderField] = [], body: MessageBody = .empty,
    options: (ScriptedServer) -> UpstreamOptions = { _ in UpstreamOptions() }, authority: String? = nil
  ) async throws -> (text: String, server: ScriptedServer) {
    let seen = Mutex("")
    let server = try ScriptedServer { connection in
      let head = try connection.readHead()
      let body = head.contains("chunked") ? try connection.readChunked() : try connection.rest(of: head)
      seen.withLock { $0 = head + String(decoding: body, as: UTF8.self) }
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }
    var message = request(method, server, path, fields, body: body)
    if let authority { message.head.authority = authority }
    let response = try await CurlTransport(options(server)).send(message)
    #expect(response.head.status == 200)
    return (seen.withLock { $0 }, server)
  }

  @Test func `a GET has a Host field and what it was given, nothing else`() async throws {
    let (text, server) = try await bytes(
      "GET", "/a%2Fb/../c//d?x=%7e", [HeaderField("x-one", "1"), HeaderField("x-none", "")])
    #expect(
      text == "GET /a%2Fb/../c//d?x=%7e HTTP/1.1\r\nHost: \(server.authority)\r\nx-one: 1\r\nx-none:\r\n\r\n")
  }

  @Test func `fields that libcurl has a mind of its own about go through as they are`() async throws {
    let fields = [
      HeaderField("accept", "a/b"), HeaderField("user-agent", "me"), HeaderField("cookie", "a=b"),
      HeaderField("authorization", "Basic eDp5"), HeaderField("content-type", "a/b"), HeaderField("referer", "x"),
      HeaderField("accept-encoding", "gzip"), HeaderField("range", "bytes=0-1"), HeaderField("x", "caf\u{e9};:"),
    ]
    let (text, server) = try await bytes("POST", "/", fields, body: MessageBody(Array("body".utf8)))
    let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    #expect(
      text == "POST / HTTP/1.1\r\nHost: \(server.authority)\r\n\(lines)Content-Length: 4\r\n\r\nbody")
  }

  @Test(arguments: ["POST", "PUT", "PATCH"])
  func `a method that expects content says that there is none`(_ method: String) async throws {
    let (text, server) = try await bytes(method)
    #expect(text == "\(method) / HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: 0\r\n\r\n")
  }

  @Test(arguments: ["GET", "DELETE", "OPTIONS", "HEAD", "REPORT"])
  func `other methods say nothing of a body they haven't`(_ method: String) async throws {
    let (text, server) = try await bytes(method)
    #expect(text == "\(method) / HTTP/1.1\r\nHost: \(server.authority)\r\n\r\n")
  }

  @Test(arguments: ["GET", "DELETE", "POST", "PROPFIND"])
  func `any method but HEAD may have a body`(_ method: String) async throws {
    let (text, server) = try await bytes(method, body: MessageBody(Array("body".utf8)))
    #expect(text == "\(method) / HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: 4\r\n\r\nbody")
  }

  @Test(arguments: [65_534, 65_535, 65_536, 65_537, 300_000])
  func `whole bodies have their length, whatever it is`(_ count: Int) async throws {
    let body = String(repeating: "x", count: count)
    let (text, server) = try await bytes("POST", body: MessageBody(Array(body.utf8)))
    #expect(text == "POST / HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: \(count)\r\n\r\n" + body)
  }

  @Test func `a body of unknown length is chunked, one of known length is not`() async throws {
    let pieces = CountedBody(piece: Array("abc".utf8), times: 1_000)
    let (chunked, server) = try await bytes("POST", body: MessageBody(pieces))
    #expect(chunked.hasPrefix("POST / HTTP/1.1\r\nHost: \(server.authority)\r\nTransfer-Encoding: chunked\r\n\r\nabc"))
    #expect(chunked.hasSuffix(String(repeating: "abc", count: 1_000)))
    let (known, other) = try await bytes(
      "POST", body: MessageBody(CountedBody(piece: Array("abc".utf8), times: 2), length: 6))
    #expect(known == "POST / HTTP/1.1\r\nHost: \(other.authority)\r\nContent-Length: 6\r\n\r\nabcabc")
    let (stated, third) = try await bytes(
      "POST", "/", [HeaderField("content-length", "6")],
      body: MessageBody(CountedBody(piece: Array("abc".utf8), times: 2)))
    #expect(stated == "POST / HTTP/1.1\r\nHost: \(third.authority)\r\nContent-Length: 6\r\n\r\nabcabc")
  }

  @Test func `a body that can be read again is read`() async throws {
    let body = MessageBody(length: 3) { CountedBody(piece: Array("abc".utf8), times: 1) }
    let (text, server) = try await bytes("POST", body: body)
    #expect(text == "POST / HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: 3\r\n\r\nabc")
  }

  @Test func `a connect address changes where it goes, not what it says`() async throws {
    let (text, _) = try await bytes(
      "GET",
      options: { server in
        UpstreamOptions(route: UpstreamAddress("127.0.0.1:\(server.port)").map { .connect(to: $0) } ?? .authority)
      }, authority: "api.example")
    #expect(text == "GET / HTTP/1.1\r\nHost: api.example\r\n\r\n")
  }

  @Test(arguments: [nil, "api.internal"])
  func `a fixed origin gets all requests, with the Host that is configured`(_ host: String?) async throws {
    let (text, server) = try await bytes(
      "GET",
      options: { server in
        UpstreamOptions(route: UpstreamOrigin(server.origin).map { .origin($0, host: host) } ?? .authority)
      }, authority: "api.example")
    #expect(text == "GET / HTTP/1.1\r\nHost: \(host ?? server.authority)\r\n\r\n")
  }
}

extension ScriptedConnection {
  /// The body that a head announces.
  func rest(of head: String) throws -> [UInt8] {
    guard let line = head.lowercased().split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
      let length = Int(line.dropFirst(16))
    else { return [] }
    return try read(length)
  }
}
