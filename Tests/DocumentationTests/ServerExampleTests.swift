import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

/// The example of docs/embedding.md, over sockets.
@Suite struct ServerExampleTests {
  @Test func theAPIServesSealedAndStopsCleanly() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "orders-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (keys, clients) = (folder.appending(path: "keys").path(), folder.appending(path: "clients").path())
    let issuer = try Issuer(origin: "http://orders.example")
    _ = try KeyStore.create(at: keys, issuer: issuer, now: SystemTime().now)
    let signer = SigningKey()
    try Data("billing \(signer.publicKey)\n".utf8).write(to: URL(filePath: clients))
    for _ in 0..<2 {
      let api = try OrderAPI(keys: keys, clients: clients, at: ListenerAddress(host: "127.0.0.1", port: 0))
      let (addresses, found) = AsyncStream<ListenerAddress>.makeStream()
      let running = Task { try await api.run { found.yield($0) } }
      let address = try #require(await addresses.first { _ in true })
      try await check(api, at: address, issuer, signer)
      running.cancel()
      try await running.value
      // What was sealed in the second of the last request might be a copy of it: the successor refuses that second.
      let stopped = SystemTime().now
      while SystemTime().now <= stopped { try await Task.sleep(for: .milliseconds(20)) }
    }
  }

  private func check(_ api: OrderAPI, at address: ListenerAddress, _ issuer: Issuer, _ signer: SigningKey) async throws
  {
    let transport = try CurlTransport(
      UpstreamOptions(route: .connect(to: #require(UpstreamAddress(address.description)))))
    func client(_ signer: SigningKey?) throws -> SealedClient {
      var options = ClientOptions(signer: signer)
      options.allowsPlainHTTPForLocalWork = true
      return try SealedClient(for: issuer, trusting: .pinned([api.pin]), over: transport, options: options)
    }
    let order = try await client(nil).post("/v1/orders", [1, 2, 3], contentType: "application/octet-stream")
    #expect(order.status == 201)
    #expect(String(decoding: try await order.bytes(), as: UTF8.self) == "3 bytes from somebody")
    let payment = try await client(signer).post("/v1/payments", [1], contentType: "application/octet-stream")
    #expect(String(decoding: try await payment.bytes(), as: UTF8.self) == "1 bytes from billing")
    await #expect(throws: ClientError.self) {
      _ = try await client(nil).post("/v1/payments", [1], contentType: "application/octet-stream")
    }
    let head = RequestHead(method: "GET", scheme: "http", authority: issuer.authority, path: "/health")
    #expect(try await transport.send(RequestMessage(head)).head.status == 200)
  }
}
