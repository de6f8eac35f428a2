import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Client: what a round trip carries")
struct ClientRoundTripTests {
  @Test("A post arrives whole, and its answer comes back")
  func post() async throws {
    let scene = try ClientScene { .response(201, [HeaderField("location", "/v1/orders/7")], $0.body.reversed()) }
    let response = try await scene.client().post("/v1/orders", [1, 2, 3], contentType: "application/json")
    #expect(response.status == 201)
    #expect(response["location"] == "/v1/orders/7")
    #expect(try await response.bytes() == [3, 2, 1])
    let seen = try #require(scene.api.seen.first)
    #expect(seen.head.method == "POST" && seen.head.path == "/v1/orders" && seen.head.authority == "api.example")
    #expect(seen["content-type"] == "application/json" && seen["content-length"] == "3")
    #expect(seen.opened.message.timestamp == ClientScene.now)
  }

  @Test("Outside, private fields and those about the content are missing, and nothing but the protocol's own is added")
  func outerFields() async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    options.additionalPrivateFields = ["X-Tenant"]
    let fields = [
      ("authorization", "Bearer secret-token"), ("cookie", "sid=secret-cookie"), ("x-api-key", "secret-key"),
      ("x-tenant", "secret-tenant"), ("idempotency-key", "secret-id"), ("accept-encoding", "gzip"),
      ("if-none-match", "\"1\""), ("content-language", "de"), ("accept", "text/plain"), ("traceparent", "00-1-2-01"),
    ].map { HeaderField($0.0, $0.1) }
    _ = try await scene.client(options).post("/a", [1], contentType: "text/secret", fields: fields)
    let outer = try #require(scene.sealed.first)
    #expect(
      outer.request.fields.map(\.name).sorted() == ["accept", "cache-control", "content-type", "traceparent"])
    #expect(outer.request.fields.contains(HeaderField("content-type", "application/sealed-payload")))
    #expect(outer.request.fields.contains(HeaderField("cache-control", "no-store, no-transform")))
    let text = String(decoding: outer.requestBody, as: UTF8.self)
    #expect(!text.contains("secret") && !text.contains("Bearer"))
    let seen = try #require(scene.api.seen.first)
    #expect(fields.allSatisfy { seen.head.fields.contains($0) })
  }

  @Test(
    "Fields that are named like a credential are inside only",
    arguments: [
      "x-goog-api-key", "private-token", "x-vault-token", "x-shopify-access-token", "x-csrftoken", "x-xsrf-token",
      "ocp-apim-subscription-key", "x-client-secret", "x-auth", "x-session-id", "x-password", "x-hub-signature-256",
      "x-amz-security-token", "signature-input", "idempotency-key", "x-idempotency-key",
    ])
  func namedLikeCredentials(name: String) async throws {
    let scene = try ClientScene()
    _ = try await scene.client().post("/a", [1], contentType: "a/b", fields: [HeaderField(name, "hidden")])
    #expect(try #require(scene.sealed.first).request.fields.allSatisfy { $0.name != name && $0.value != "hidden" })
    #expect(scene.api.seen.first?[name] == "hidden")
  }

  @Test("With all fields hidden only trace context is outside")
  func hidden() async throws {
    let scene = try ClientScene()
    var options = ClientOptions()
    options.hidesAllFields = true
    let fields = [HeaderField("user-agent", "shop/1"), HeaderField("traceparent", "00-1-2-01")]
    _ = try await scene.client(options).get("/a", fields: fields)
    let names = try #require(scene.sealed.first).request.fields.map(\.name)
    #expect(names == ["traceparent", "cache-control", "sealed-payload"])
  }

  @Test(
    "A request without content travels in the field; HEAD goes as GET", arguments: ["GET", "HEAD", "DELETE", "POST"])
  func withoutContent(method: String) async throws {
    let scene = try ClientScene { _ in .response(200) }
    #expect(try await scene.client().send(method, "/a?b=c").status == 200)
    let outer = try #require(scene.sealed.first)
    #expect(outer.request.method == (method == "HEAD" ? "GET" : method))
    #expect(outer.request.path == "/a?b=c" && outer.requestBody.isEmpty)
    #expect(!outer.request.fields.contains { $0.name == "content-type" })
    #expect(try #require(scene.api.seen.first).head.method == method)
  }

  @Test("A head too large for the field is refused here, or takes the tunnel")
  func largeHead() async throws {
    let scene = try ClientScene { _ in .response(200) }
    let fields = [HeaderField("x-large", String(repeating: "x", count: 4_700))]
    let refused = await end { try await scene.client().get("/a", fields: fields) }
    #expect(refused.hasPrefix("notSent invalid the sealed head takes"))
    #expect(scene.sealed.isEmpty)
    var options = ClientOptions()
    options.tunnel = .forLargeHeads(path: "/sealed")
    #expect(try await scene.client(options).get("/a", fields: fields).status == 200)
    #expect(try await scene.client(options).get("/a").status == 200)
    #expect(scene.sealed.map(\.request.method) == ["POST", "GET"])
    #expect(scene.sealed.map(\.request.path) == ["/sealed", "/a"])
    #expect(scene.api.seen.map(\.head.path) == ["/a", "/a"])
  }

  @Test("The field takes 6,144 bytes and no more")
  func fieldLimit() async throws {
    let scene = try ClientScene { _ in .response(200) }
    var options = ClientOptions()
    options.padding = .noneRevealingExactLengths
    options.hidesAllFields = true
    let client = try scene.client(options)
    var ends: [String] = []
    for size in 4_300..<4_500 {
      ends.append(
        await end { try await client.get("/a", fields: [HeaderField("x", String(repeating: "x", count: size))]) })
    }
    let values = scene.sealed.compactMap { $0.request.fields.first { $0.name == "sealed-payload" }?.rawValue.count }
    #expect(values.max() == 6_142 && values.count == ends.filter { $0 == "status 200" }.count)
    #expect(ends.last == "notSent invalid \(RequestProblem.tooLargeForField(byteCount: 4_605 + 200 - values.count))")
  }

  @Test("In the tunnel hops see one path, one method and no fields")
  func tunnel() async throws {
    let scene = try ClientScene { .response(200, [], $0.body) }
    var options = ClientOptions()
    options.tunnel = .always(path: "/sealed")
    let client = try scene.client(options)
    #expect(try await client.get("/secret-path", fields: [HeaderField("user-agent", "shop/1")]).status == 200)
    #expect(try await client.send("PUT", "/secret-path", body: MessageBody([7])).bytes() == [7])
    for passage in scene.sealed {
      #expect(passage.request.method == "POST" && passage.request.path == "/sealed")
      #expect(passage.request.fields.map(\.name) == ["cache-control", "content-type"])
    }
    #expect(scene.api.seen.map(\.head.method) == ["GET", "PUT"])
  }

  @Test(
    "What can't be sealed is refused here, with its remedy",
    arguments: [
      ("/a/../b", "normal form"), ("a", "normal form"), ("/%61", "normal form"), ("/a#b", "normal form"),
    ])
  func paths(path: String, expected: String) async throws {
    let scene = try ClientScene()
    let result = await end { try await scene.client().get(path) }
    #expect(result.hasPrefix("notSent invalid") && result.contains(expected))
    #expect(scene.wire.count == 0)
  }

  @Test("Another API's requests and forbidden fields are refused here")
  func invalid() async throws {
    let scene = try ClientScene()
    let client = try scene.client()
    let other = RequestHead(method: "GET", authority: "other.example", path: "/")
    #expect(await end { try await client.send(RequestMessage(other)) }.contains("https://api.example alone"))
    let plain = RequestHead(method: "GET", scheme: "http", authority: "api.example", path: "/")
    #expect(await end { try await client.send(RequestMessage(plain)) }.contains("https://api.example alone"))
    let host = await end { try await client.get("/", fields: [HeaderField("host", "api.example")]) }
    #expect(host == "notSent invalid the field host must not be inside a sealed message")
    let length = await end {
      try await client.post("/", [1], contentType: "a/b", fields: [HeaderField("content-length", "2")])
    }
    #expect(length.hasPrefix("notSent invalid content-length"))
    #expect(scene.sealed.isEmpty)
  }

  @Test("Clients that can't be safe are not made")
  func setup() throws {
    let scene = try ClientScene()
    #expect(throws: ClientSetupError.noPins) { try scene.client(trusting: .pinned([])) }
    var options = ClientOptions()
    options.tunnel = .always(path: "sealed")
    #expect(throws: ClientSetupError.tunnelPath) { try scene.client(options) }
    options = ClientOptions()
    options.sessionSeconds = 601
    #expect(throws: ClientSetupError.sessionBounds) { try scene.client(options) }
    let pin = IdentityTrust.pinned([scene.keys.identity.publicKey])
    #expect(throws: ClientSetupError.plainHTTP) {
      try SealedClient(for: Issuer(origin: "http://127.0.0.1:8080"), trusting: pin, over: scene.wire)
    }
    #expect(throws: ClientSetupError.issuerIsNoOrigin) {
      try SealedClient(for: Issuer(name: "backup"), trusting: pin, over: scene.wire)
    }
  }

  @Test("Signed requests name their signer; the digest covers whole and repeatable bodies")
  func signed() async throws {
    let scene = try ClientScene()
    let client = try scene.client(ClientOptions(signer: scene.keys.clientSigner))
    let signer = scene.keys.clientSigner.publicKey
    _ = try await client.post("/", [1, 2], contentType: "a/b")
    _ = try await client.get("/")
    _ = try await client.send("POST", "/", body: MessageBody(repeatable: { try MessageBody([1, 2]).open() }))
    _ = try await client.send("POST", "/", body: MessageBody(try MessageBody([1, 2]).open()))
    #expect(
      scene.api.seen.map(\.opened.attribution)
        == [.signed(signer), .signed(signer), .signed(signer), .authenticated(signer)] as [Attribution])
  }

  @Test("A signed answer says so, and leaves a receipt")
  func signedAnswer() async throws {
    let scene = try ClientScene { _ in .signed(200, [5]) }
    let response = try await scene.client().get("/")
    #expect(response.attribution == .signed(scene.keys.responseSigner.publicKey))
    let receipt = try #require(response.receipt)
    let body: [UInt8] = [5]
    try receipt.verify(body: body.span)
    #expect(receipt.signer == scene.keys.responseSigner.publicKey)
  }

  @Test("A client that wants signed answers takes no others")
  func unsignedAnswer() async throws {
    let unsigned = try ClientScene()
    let streamed = try ClientScene { _ in
      .stream(try MessageBody([1]).open(), signed: true)
    }
    var options = ClientOptions()
    options.responseSignatures = .head
    #expect(await end { try await unsigned.client(options).get("/") } == "outcomeUnknown unsigned")
    #expect(await end { try await streamed.client(options).get("/") } == "status 200")
    options.responseSignatures = .headAndBody
    #expect(await end { try await streamed.client(options).get("/") } == "outcomeUnknown unsigned")
  }

  @Test("The client takes the place of a transport")
  func asTransport() async throws {
    let scene = try ClientScene()
    let transport: any Transport = try scene.client()
    let head = RequestHead(method: "POST", authority: "api.example", path: "/")
    let response = try await transport.send(RequestMessage(head, body: MessageBody([1])))
    #expect(try await response.body.collect(upTo: 9) == [1])
    let inferred = try await scene.client().send(RequestMessage(head, body: MessageBody([1])))
    #expect(inferred.attribution == .none)
  }
}
