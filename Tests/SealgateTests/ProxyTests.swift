import Foundation
import SealedHTTP
import SealedPayload
import Testing

@Suite("sealgate: proxy, over sockets")
struct ProxyTests {
  private let world: GateWorld

  init() throws { world = try GateWorld() }

  @Test("Plain in, sealed between, plain out")
  func roundTrip() async throws {
    let server = try await world.serve()
    let proxy = try await world.proxy(to: server)
    let answer = try await world.send(
      "PUT", to: proxy.address, "/orders/1?x=1", fields: [HeaderField("authorization", "Bearer x")],
      body: Array("body".utf8))
    #expect(answer.head.status == 200 && answer.body == "PUT /orders/1?x=1 body")
    #expect(answer.head.fields.contains(HeaderField("x-api", "yes")))
    let head = try #require(world.requests.last)
    #expect(head.fields.contains(HeaderField("authorization", "Bearer x")))
    #expect(head.fields.contains(HeaderField("x-forwarded-host", "api.example")))
    #expect(try await proxy.stop() == 0)
    #expect(try await server.stop() == 0)
  }

  @Test("A proxy with a key signs for its programs")
  func signs() async throws {
    let server = try await world.serve(["--route", "/=signed"])
    let proxy = try await world.proxy(to: server, ["--sign-with", "me.jwk", "--state", "state"])
    let answer = try await world.send("POST", to: proxy.address, "/pay", body: Array("1".utf8))
    #expect(answer.head.status == 200)
    #expect(world.requests.last?.fields.contains(HeaderField("sealed-client", "billing")) == true)
  }

  @Test("Without a gateway the answer is 502, and says that nothing was done")
  func gatewayDown() async throws {
    let server = try await world.serve()
    let proxy = try await world.proxy(to: server)
    #expect(try await server.stop() == 0)
    let answer = try await world.send("POST", to: proxy.address, "/pay", body: [1])
    #expect(answer.head.status == 502 && answer.body.contains("\"may_have_been_processed\": false"))
  }

  @Test("A web page is not a program of this machine")
  func webPage() async throws {
    let proxy = try await world.proxy(to: try await world.serve())
    let fields = [HeaderField("origin", "https://evil.example")]
    #expect(try await world.send("POST", to: proxy.address, "/pay", fields: fields, body: [1]).head.status == 403)
    #expect(world.requests.isEmpty)
  }

  @Test("Where other machines can connect too, a page's own name for the proxy opens no door")
  func otherName() async throws {
    let server = try await world.serve()
    let proxy = try await world.proxy(
      to: server, listen: "0.0.0.0:0",
      ["--accept-plain-http-from-other-machines", "--name", "proxy.internal"])
    let address = "127.0.0.1:" + (proxy.address.split(separator: ":").last ?? "")
    for (host, status) in [("evil.example", 421), ("proxy.internal", 200), (address, 200)] {
      #expect(try await world.status("http://\(address)/a", host: host) == "\(status)")
    }
    #expect(world.requests.count == 2)
    #expect(try await server.stop() == 0)
  }
}
