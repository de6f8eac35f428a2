import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: requests and responses") struct EchoTests {
  /// Answers with what it has seen.
  static let mirror: RequestHandler = { request, peer in
    let head = request.head
    let lines = ["\(head.method) \(head.scheme) \(head.authority) \(head.path)", "from \(peer)"]
    let fields = head.fields.map { "\($0.name)=\($0.value)" }
    let body = (try? await request.body.collect(upTo: 1 << 20)) ?? []
    return ResponseMessage((lines + fields).joined(separator: "\n") + "\n" + String(decoding: body, as: UTF8.self))
  }

  @Test("a request arrives as it was sent, without the fields of the connection")
  func arrives() async throws {
    try await withListener(Self.mirror) { port in
      let client = try WireClient(port: port)
      try await client.send(
        "PUT /a%2Fb/../%41?x=%20&y=1+2 HTTP/1.1\r\nHost: API.example:80\r\nX-Two:  b \t\r\nConnection: keep-alive\r\nx-ONE: a\r\n"
          + "X-Two: c\r\nTE: trailers\r\nX-Empty:\r\nContent-Length: 5\r\n\r\nhello")
      let response = try await client.response()
      #expect(response.status == 200)
      #expect(
        response.text == """
          PUT http API.example:80 /a%2Fb/../%41?x=%20&y=1+2
          from 127.0.0.1
          x-two=b
          x-one=a
          x-two=c
          x-empty=
          hello
          """)
      #expect(response["content-length"] == "\(response.body.count)")
      #expect(response["date"]?.hasSuffix(" GMT") == true)
      #expect(response["server"] == nil)
    }
  }

  @Test("bytes of a value that are not ASCII arrive as they are")
  func oddBytes() async throws {
    try await withListener({ request, _ in
      ResponseMessage(status: 200, body: MessageBody(request.head.fields.first?.rawValue ?? []))
    }) { port in
      let client = try WireClient(port: port)
      let value: [UInt8] = [0x21, 0xFF, 0x80, 0x09, 0xC3, 0xA9, 0x7E]
      try await client.send(Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + value + Array("\r\n\r\n".utf8))
      #expect(try await client.response().body == value)
    }
  }

  @Test("a connection is kept for many requests, also those sent ahead")
  func pipelined() async throws {
    try await withListener(Self.mirror) { port in
      let client = try WireClient(port: port)
      let requests = (0..<50).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n\(100 + $0)" }
      try await client.send(requests.joined())
      for index in 0..<50 {
        let response = try await client.response()
        #expect(response.text.hasPrefix("POST http a /\(index)\n"))
        #expect(response.text.hasSuffix("\n\(100 + index)"))
      }
    }
  }

  @Test(
    "a target in absolute form gives host and path",
    arguments: ["HTTP://a:80/p?q", "http://A:80/p?q", "https://a:80/p?q"])
  func absoluteForm(target: String) async throws {
    try await withListener(Self.mirror) { port in
      let client = try WireClient(port: port)
      try await client.send("GET \(target) HTTP/1.1\r\nHost: a:80\r\n\r\n")
      #expect(try await client.response().text.hasPrefix("GET http a:80 /p?q\n"))
    }
  }

  @Test("chunks arrive as one body, and the connection ends after them")
  func chunked() async throws {
    try await withListener(Self.mirror) { port in
      let client = try WireClient(port: port)
      try await client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n"
      )
      let response = try await client.response()
      #expect(response.text.hasSuffix("\nabcde"))
      #expect(response["connection"] == "close")
      #expect(await client.rest()?.isEmpty == true)
    }
  }

  @Test("a client that waits to be asked for the body is asked", arguments: [5, 300_000])
  func expectContinue(size: Int) async throws {
    try await withListener({ request, _ in
      ResponseMessage("\((try? await request.body.collect(upTo: 1 << 20))?.count ?? -1)")
    }) { port in
      let client = try WireClient(port: port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: \(size)\r\n\r\n")
      let asked = try await client.some() ?? []
      #expect(String(decoding: asked, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
      try await client.send([UInt8](repeating: 1, count: size))
      #expect(try await client.response().text == "\(size)")
    }
  }

  @Test("HTTP/1.0: no host needed, closed after the answer unless asked")
  func http10() async throws {
    try await withListener(Self.mirror) { port in
      let client = try WireClient(port: port)
      try await client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(try await client.response().text == "GET http  /old\nfrom 127.0.0.1\n")
      try await client.send("GET /old HTTP/1.0\r\n\r\n")
      #expect(try await client.response().status == 200)
      #expect(await client.rest()?.isEmpty == true)
    }
  }
}
