import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: what a response may be") struct ListenerResponseTests {
  private static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

  /// Asks once, reads the response, and asks again on the same connection to see that nothing was left on it.
  private func ask(_ request: String, toHead: Bool = false, _ handler: @escaping RequestHandler) async throws
    -> WireResponse
  {
    try await withListener({ request, peer in
      request.head.path == "/next" ? ResponseMessage("next") : await handler(request, peer)
    }) { port in
      let client = try WireClient(port: port)
      try await client.send(request)
      let response = try await client.response(toHead: toHead)
      if response["connection"] == "close" {
        #expect(await client.rest()?.isEmpty == true)
      } else {
        try await client.send(Self.next)
        #expect(try await client.response().text == "next")
      }
      return response
    }
  }

  @Test("HEAD: the length that GET would have, and no body")
  func head() async throws {
    let response = try await ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true) { _, _ in
      ResponseMessage("twelve bytes")
    }
    #expect(response["content-length"] == "12")
    #expect(response["connection"] == nil)
  }

  @Test("HEAD: the length that the handler says")
  func headWithLength() async throws {
    let response = try await ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true) { _, _ in
      ResponseMessage(status: 200, fields: [HeaderField("content-length", "98765")])
    }
    #expect(response["content-length"] == "98765")
  }

  @Test("HEAD without a known length says none")
  func headWithoutLength() async throws {
    let cancelled = Latch()
    let response = try await ask("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true) { _, _ in
      ResponseMessage(status: 200, body: MessageBody(ClosureStream(onCancel: cancelled.open) { _ in [1] }))
    }
    #expect(response["content-length"] == nil)
    #expect(response["transfer-encoding"] == nil)
    await cancelled.wait()
  }

  @Test("responses without content", arguments: [204, 205, 304])
  func withoutContent(status: Int) async throws {
    let response = try await ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n") { _, _ in
      ResponseMessage("not sent", status: status)
    }
    #expect(response.status == status)
    #expect(response.body.isEmpty)
    #expect(response["content-length"] == (status == 205 ? "0" : nil))
  }

  @Test("fields go out in order; those of the connection are the listener's")
  func fields() async throws {
    let response = try await ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n") { _, _ in
      ResponseMessage(
        status: 201,
        fields: [
          HeaderField("set-cookie", "a=1"), HeaderField("transfer-encoding", "gzip"),
          HeaderField("content-length", "7"),
          HeaderField("x-empty", ""), HeaderField("set-cookie", "b=2"), HeaderField("connection", "close"),
        ], body: MessageBody([1, 2]))
    }
    #expect(response.status == 201)
    #expect(response.fields.filter { $0.name == "set-cookie" }.map(\.value) == ["a=1", "b=2"])
    #expect(response["x-empty"] == "")
    #expect(response["content-length"] == "2")
    #expect(response["transfer-encoding"] == nil)
    #expect(response.body == [1, 2])
  }

  @Test(
    "what would break the framing becomes 500",
    arguments: [
      ResponseMessage(status: 199), ResponseMessage(status: 600), ResponseMessage(status: 101),
      ResponseMessage(status: 200, fields: [HeaderField("x", "a\r\nset-cookie: b")]),
      ResponseMessage(status: 200, fields: [HeaderField("x", "a\0b")]),
      ResponseMessage(status: 200, fields: [HeaderField("x y", "a")]),
      ResponseMessage(status: 200, fields: [HeaderField("", "a")]),
      ResponseMessage(status: 200, fields: [HeaderField("Connection", "a")]),
      ResponseMessage(status: 200, fields: [HeaderField("x", String(repeating: "a", count: 9000))]),
    ])
  func invalid(response: ResponseMessage) async throws {
    let seen = try await ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n") { _, _ in response }
    #expect(seen.status == 500)
    #expect(seen["set-cookie"] == nil)
  }

  @Test("whole bodies of all sizes arrive", arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_001])
  func sizes(size: Int) async throws {
    let bytes = Pattern.bytes(size)
    let response = try await ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n") { _, _ in
      ResponseMessage(status: 200, body: MessageBody(bytes))
    }
    #expect(response.body == bytes)
    #expect(response["content-length"] == "\(size)")
  }
}
