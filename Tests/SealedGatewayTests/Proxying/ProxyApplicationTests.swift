import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@Suite("Proxy: plain requests in, sealed ones out")
struct ProxyApplicationTests {
  struct Failure: TransportFailure {
    var wasSent: Bool
    var isTimeout: Bool
  }

  /// What the API got.
  final class Seen: Sendable {
    private let heads = Mutex<[RequestHead]>([])
    var all: [RequestHead] { heads.withLock { $0 } }
    func add(_ head: RequestHead) { heads.withLock { $0.append(head) } }
  }

  private let keys: SampleKeys
  private let seen = Seen()

  init() throws { keys = try SampleKeys() }

  /// A proxy whose hop acts as told before the real server of the API.
  private func proxy(
    door: ProxyDoor = ProxyDoor(),
    hop: @escaping @Sendable (RequestMessage, any Transport) async throws -> ResponseMessage = { try await $1.send($0) }
  ) throws -> ProxyApplication {
    let clock = ManualClock()
    let published = PublishedKeys(configuration: try keys.configuration(at: clock.now), expiry: clock.now + 3_600)
    let server = try SealedServer(
      keys: FixedServerKeys([keys.recipientKey], published: published, issuer: keys.issuer),
      replayGuard: MemoryReplayGuard(floor: 0), time: clock
    ) { [seen] request in
      seen.add(request.head)
      let body = try await request.body.collect(upTo: 1_000)
      return ResponseMessage(
        status: 201, fields: [HeaderField("content-type", "text/plain"), HeaderField("etag", "\"1\"")],
        body: MessageBody(Array(body.reversed())))
    }
    let loopback = LoopbackTransport { await server.respond(to: $0, from: $1) }
    let client = try SealedClient(
      for: keys.issuer, trusting: .pinned([keys.identity.publicKey]), over: HopTransport(before: loopback, hop),
      time: clock)
    return ProxyApplication(client, door: door)
  }

  private func post(_ fields: [HeaderField] = [], host: String = "127.0.0.1:8080", path: String = "/a?b=1")
    -> RequestMessage
  {
    RequestMessage(
      RequestHead(method: "POST", scheme: "http", authority: host, path: path, fields: fields),
      body: MessageBody([1, 2, 3]))
  }

  private func problem(_ response: ResponseMessage) async throws -> [String: Any] {
    #expect(response.head.fields.contains(HeaderField("content-type", "application/problem+json")))
    let bytes = try await response.body.collect(upTo: 10_000)
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test("The API gets the request under its own name, without the fields of the connection")
  func passesOn() async throws {
    let fields = [
      HeaderField("authorization", "Bearer x"), HeaderField("proxy-authorization", "y"), HeaderField("te", "trailers"),
      HeaderField("content-length", "3"), HeaderField("x-here", "1"), HeaderField("connection", "x-here"),
    ]
    let response = try await proxy().respond(to: post(fields))
    #expect(response.head.status == 201 && response.head.fields.contains(HeaderField("etag", "\"1\"")))
    #expect(try await response.body.collect(upTo: 10) == [3, 2, 1])
    let head = try #require(seen.all.first)
    #expect(head.scheme == "https" && head.authority == "api.example" && head.path == "/a?b=1" && head.method == "POST")
    #expect(head.fields.map(\.name).filter { $0 != "content-length" } == ["authorization"])
  }

  @Test("Nothing that the program sent is in what a hop sees, but the path")
  func sealed() async throws {
    let outer = Mutex<[RequestHead]>([])
    let proxy = try proxy { request, next in
      outer.withLock { $0.append(request.head) }
      return try await next.send(request)
    }
    _ = await proxy.respond(to: post([HeaderField("authorization", "secret"), HeaderField("cookie", "secret")]))
    let heads = outer.withLock { $0 }
    #expect(heads.contains { $0.path == "/a?b=1" })
    #expect(!heads.flatMap(\.fields).contains { $0.value.contains("secret") })
  }

  @Test("What was never sent is 502 or 504 and says so", arguments: [(false, 502), (true, 504)])
  func notSent(isTimeout: Bool, status: Int) async throws {
    let proxy = try proxy { _, _ in throw Failure(wasSent: false, isTimeout: isTimeout) }
    let response = await proxy.respond(to: post())
    #expect(response.head.status == status)
    let problem = try await problem(response)
    #expect(problem["may_have_been_processed"] as? Bool == false && problem["status"] as? Int == status)
    #expect(problem["type"] as? String == "urn:sealed-payload:not-sent")
  }

  @Test("What may have been processed is not repeated, and says so", arguments: [(false, 502), (true, 504)])
  func outcomeUnknown(isTimeout: Bool, status: Int) async throws {
    let proxy = try proxy { request, next in
      guard request.head.method == "POST" else { return try await next.send(request) }
      _ = try await next.send(request)
      throw Failure(wasSent: true, isTimeout: isTimeout)
    }
    let response = await proxy.respond(to: post())
    #expect(response.head.status == status && seen.all.count == 1)
    let problem = try await problem(response)
    #expect(problem["may_have_been_processed"] as? Bool == true)
    #expect(problem["type"] as? String == "urn:sealed-payload:outcome-unknown")
  }

  @Test("61: an unsealed answer is not passed on")
  func unsealed() async throws {
    let proxy = try proxy { request, next in
      guard request.head.method == "POST" else { return try await next.send(request) }
      return ResponseMessage(status: 200, body: MessageBody(Array("forged".utf8)))
    }
    let response = await proxy.respond(to: post())
    #expect(response.head.status == 502)
    #expect(try await problem(response)["may_have_been_processed"] as? Bool == true)
  }

  @Test("A request that can't be sealed is the program's mistake", arguments: ["/a/../b", "//a", "http://x/", "/%41"])
  func invalid(path: String) async throws {
    let response = try await proxy().respond(to: post(path: path))
    #expect(response.head.status == 400 && seen.all.isEmpty)
    #expect(try await problem(response)["may_have_been_processed"] as? Bool == false)
  }

  @Test("Web pages may not use the proxy, unless they are named")
  func webPages() async throws {
    for field in [
      HeaderField("origin", "https://evil.example"), HeaderField("origin", "null"),
      HeaderField("sec-fetch-site", "cross-site"), HeaderField("sec-fetch-site", "same-site"),
    ] {
      let response = try await proxy().respond(to: post([field]))
      #expect(response.head.status == 403)
    }
    #expect(seen.all.isEmpty)
    let door = ProxyDoor(pages: ["https://app.example"])
    let page = [HeaderField("origin", "https://app.example"), HeaderField("sec-fetch-site", "cross-site")]
    #expect(try await proxy(door: door).respond(to: post(page)).head.status == 201)
    #expect(try await proxy().respond(to: post([HeaderField("sec-fetch-site", "none")])).head.status == 201)
  }

  @Test(
    "The proxy answers under its own names alone",
    arguments: [
      ("localhost:8080", 201), ("LOCALHOST", 201), ("127.0.0.1:1", 201), ("[::1]:8080", 201), ("[::1]", 201),
      ("192.0.2.7:8080", 201), ("[2001:db8::1]:80", 201), ("evil.example:8080", 421), ("localhost.evil.example", 421),
      ("192.0.2.7.evil.example", 421), ("proxy.internal", 421), ("", 421),
    ])
  func hosts(host: String, status: Int) async throws {
    #expect(try await proxy().respond(to: post(host: host)).head.status == status)
  }

  @Test("A name that is told is one of them")
  func names() async throws {
    let proxy = try proxy(door: ProxyDoor(names: ["proxy.internal"]))
    #expect(await proxy.respond(to: post(host: "proxy.internal:80")).head.status == 201)
    #expect(await proxy.respond(to: post(host: "other.internal:80")).head.status == 421)
  }
}
