import SealedGateway
import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@Suite("Gateway: what the API behind it gets")
struct UpstreamApplicationTests {
  struct Failure: TransportFailure {
    var wasSent = true
    var isTimeout = false
  }

  /// The last request that the API got.
  final class Seen: Sendable {
    private let request = Mutex<RequestMessage?>(nil)
    var last: RequestMessage? { request.withLock { $0 } }
    func set(_ request: RequestMessage) { self.request.withLock { $0 = request } }
  }

  let signer = SigningKey()

  func request(
    _ fields: [HeaderField], _ protection: ServedRequest.Protection = .sealed, untrusted: [HeaderField] = []
  ) -> ServedRequest {
    ServedRequest(
      head: RequestHead(method: "PUT", authority: "api.example.com", path: "/orders?a=1", fields: fields),
      body: MessageBody([1, 2]), protection: protection, untrustedFields: untrusted, source: PeerAddress("192.0.2.1"))
  }

  func forward(_ request: ServedRequest) async throws -> RequestHead {
    let seen = Seen()
    let upstream = LoopbackTransport { request, _ in
      seen.set(request)
      return ResponseMessage(status: 200)
    }
    _ = try await UpstreamApplication(upstream, options: .init(authority: "127.0.0.1:3000")).respond(to: request)
    return try #require(seen.last).head
  }

  @Test("The request is rebuilt: method, path and query, fields; and who asks")
  func rebuilt() async throws {
    let fields = [HeaderField("authorization", "Bearer x"), HeaderField("content-length", "2")]
    let client = RegisteredClient(name: "billing", key: signer.publicKey)
    let head = try await forward(request(fields, .authenticated(client)))
    #expect(head.method == "PUT")
    #expect(head.scheme == "http")
    #expect(head.authority == "127.0.0.1:3000")
    #expect(head.path == "/orders?a=1")
    #expect(
      head.fields == [
        HeaderField("authorization", "Bearer x"), HeaderField("x-forwarded-for", "192.0.2.1"),
        HeaderField("x-forwarded-host", "api.example.com"), HeaderField("x-forwarded-proto", "https"),
        HeaderField("sealed-protection", "authenticated"), HeaderField("sealed-client", "billing"),
        HeaderField("sealed-signer", signer.publicKey.description),
      ])
  }

  @Test(
    "55: what only the gateway says can't be said by a client",
    arguments: [
      "x-forwarded-for", "x-forwarded-host", "x-forwarded-anything", "forwarded", "x-real-ip", "client-cert",
      "x-original-url", "x-http-method-override", "x-forwarded", "remote-user", "sealed.client", "x.forwarded.for",
      "sealed-client", "sealed-signer", "sealed-protection", "sealed_client", "x_forwarded_for", "x_real_ip",
    ])
  func asserted(_ name: String) async throws {
    let head = try await forward(request([HeaderField(name, "forged")]))
    #expect(!head.fields.contains { $0.value == "forged" })
  }

  @Test("Fields of hops go on only where the client has sent none of that name")
  func untrusted() async throws {
    let hop = ["traceparent", "tracestate", "x-real-ip", "sealed-client"].map { HeaderField($0, "hop") }
    let head = try await forward(request([HeaderField("traceparent", "client")], untrusted: hop))
    #expect(head.fields.filter { $0.name == "traceparent" }.map(\.value) == ["client"])
    #expect(head.fields.filter { $0.value == "hop" }.map(\.name) == ["tracestate"])
  }

  @Test("The API's response goes back without the fields of its connection")
  func response() async throws {
    let upstream = LoopbackTransport { _, _ in
      ResponseMessage(
        status: 207,
        fields: [
          HeaderField("connection", "close, X-Hop"), HeaderField("x-hop", "1"), HeaderField("keep-alive", "5"),
          HeaderField("transfer-encoding", "chunked"), HeaderField("set-cookie", "a"), HeaderField("set-cookie", "b"),
        ])
    }
    let response = try await UpstreamApplication(upstream, options: .init(authority: "a")).respond(to: request([]))
    #expect(response.head.status == 207)
    #expect(response.head.fields == [HeaderField("set-cookie", "a"), HeaderField("set-cookie", "b")])
  }

  @Test(
    "An API that gives no answer: the client learns whether it can have seen the request",
    arguments: [
      (Failure(wasSent: false), HandlerRefusal(reason: "bad-gateway", status: 502, isCertainlyUnprocessed: true)),
      (Failure(), HandlerRefusal(reason: "bad-gateway", status: 502)),
      (Failure(isTimeout: true), HandlerRefusal(reason: "gateway-timeout", status: 504)),
    ])
  func noAnswer(_ failure: Failure, _ refusal: HandlerRefusal) async throws {
    let application = UpstreamApplication(
      LoopbackTransport { _, _ in throw failure }, options: .init(authority: "a"))
    await #expect(throws: refusal) { try await application.respond(to: request([])) }
  }

  @Test("Events of a stream are sealed one by one")
  func events() async throws {
    final class Two: BodyStream {
      let left = Mutex(1)

      func next() async throws -> [UInt8]? {
        left.withLock { left in
          defer { left -= 1 }
          return left > 0 ? Array("data: 1\n\ndata: 2\n\n".utf8) : nil
        }
      }

      func cancel() {}
    }
    let upstream = LoopbackTransport { _, _ in
      ResponseMessage(
        status: 200, fields: [HeaderField("content-type", "text/event-stream; charset=utf-8")], body: MessageBody(Two())
      )
    }
    let response = try await UpstreamApplication(upstream, options: .init(authority: "a")).respond(to: request([]))
    var pieces: [String] = []
    for try await piece in response.body { pieces.append(String(decoding: piece, as: UTF8.self)) }
    #expect(pieces == ["data: 1\n\n", "data: 2\n\n"])
  }
}
