import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Listener: start and stop") struct StopTests {
  private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  private func listener(_ handler: @escaping RequestHandler) throws -> (MicrohttpdListener, UInt16) {
    let listener = MicrohttpdListener(at: try ListenerAddress("127.0.0.1:0"), handler: handler)
    return (listener, try listener.start().port)
  }

  @Test("an exchange in flight finishes; new connections are refused; idle ones end")
  func graceful() async throws {
    let started = Latch()
    let goOn = Latch()
    let (listener, port) = try listener { request, _ in
      guard request.head.path == "/slow" else { return ResponseMessage("hello") }
      started.open()
      await goOn.wait()
      return ResponseMessage("finished")
    }
    let idle = try WireClient(port: port)
    try await idle.send(Self.get)
    #expect(try await idle.response().text == "hello")
    let busy = try WireClient(port: port)
    try await busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    await started.wait()

    async let stopped: Void = listener.stop(within: .seconds(20))
    #expect(await idle.rest()?.isEmpty == true)
    #expect(throws: WireClient.Failure.self) { try WireClient(port: port) }
    goOn.open()
    let response = try await busy.response()
    #expect(response.text == "finished")
    #expect(response["connection"] == "close")
    await stopped
  }

  @Test("what is not finished in time is cut, and its task cancelled")
  func deadline() async throws {
    let cancelled = Latch()
    let (listener, port) = try listener { _, _ in
      let stream = ClosureStream(onCancel: cancelled.open) { index in
        if index > 0 { await cancelled.wait() }
        return [1]
      }
      return ResponseMessage(status: 200, body: MessageBody(stream))
    }
    let client = try WireClient(port: port)
    try await client.send(Self.get)
    #expect(try await client.some() != nil)
    await listener.stop(within: .milliseconds(50))
    await cancelled.wait()
    let rest = await client.rest() ?? []
    #expect(!String(decoding: rest, as: UTF8.self).hasSuffix("0\r\n\r\n"))
  }

  @Test("many connections in all states are cut")
  func allStates() async throws {
    let (listener, port) = try listener { request, _ in
      if request.head.path == "/read" { _ = try? await request.body.collect(upTo: 1 << 30) }
      if request.head.path == "/wait" { try? await Task.sleep(for: .seconds(600)) }
      return ResponseMessage(
        status: 200, body: MessageBody(ClosureStream { _ in [UInt8](repeating: 1, count: 1 << 20) }))
    }
    var clients: [WireClient] = []
    for _ in 0..<10 {
      for start in [
        "", "GET", "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n", "GET /flood HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc",
        "POST /wait HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
      ] {
        let client = try WireClient(port: port)
        try await client.send(start)
        clients.append(client)
      }
    }
    await listener.stop(within: .zero)
    for client in clients { _ = await client.rest() }
    #expect(throws: WireClient.Failure.self) { try WireClient(port: port) }
  }

  @Test("stopping twice, or before the start, is no harm")
  func stopTwice() async throws {
    let (listener, _) = try listener { _, _ in ResponseMessage("hello") }
    await listener.stop(within: .zero)
    await listener.stop(within: .zero)
    let unused = MicrohttpdListener(at: try ListenerAddress("127.0.0.1:0")) { _, _ in ResponseMessage("hello") }
    await unused.stop(within: .zero)
    #expect(throws: ListenerError.alreadyStarted) { try unused.start() }
  }

  @Test("a port in use is an error that says so; one that was used can be used again")
  func portInUse() async throws {
    let (first, port) = try listener { _, _ in ResponseMessage("hello") }
    let address = ListenerAddress(host: "127.0.0.1", port: port)
    let second = MicrohttpdListener(at: address) { _, _ in ResponseMessage("second") }
    let error = #expect(throws: ListenerError.self) { try second.start() }
    #expect("\(try #require(error))" == "cannot listen on \(address): Address already in use")
    let client = try WireClient(port: port)
    try await client.send(Self.get)
    #expect(try await client.response().text == "hello")
    await first.stop(within: .zero)
    let third = MicrohttpdListener(at: address) { _, _ in ResponseMessage("third") }
    #expect(try third.start() == address)
    await third.stop(within: .zero)
  }

  @Test("addresses are read strictly")
  func addresses() throws {
    #expect(try ListenerAddress("127.0.0.1:8443") == ListenerAddress(host: "127.0.0.1", port: 8443))
    #expect(try ListenerAddress("[::1]:0") == ListenerAddress(host: "::1", port: 0))
    #expect(try "\(ListenerAddress("[::1]:80"))" == "[::1]:80")
    for text in ["", ":80", "a", "a:", "a:65536", "a:-1", "a:+1", "a: 1", "::1:80", "[]:80", "a:80x", "a:٣"] {
      #expect(throws: ListenerError.badAddress(text)) { try ListenerAddress(text) }
    }
  }

  @Test("a host without an address here is an error")
  func unknownHost() {
    let listener = MicrohttpdListener(at: ListenerAddress(host: "nowhere.invalid", port: 0)) { _, _ in
      ResponseMessage("")
    }
    #expect(throws: ListenerError.unknownHost("nowhere.invalid")) { try listener.start() }
  }

  @Test("IPv6 is listened on, and its clients have their address")
  func ipv6() async throws {
    let listener = MicrohttpdListener(at: try ListenerAddress("[::]:0")) { _, peer in ResponseMessage("\(peer)") }
    guard let address = try? listener.start() else { return }
    let client = try WireClient(port: address.port)
    try await client.send(Self.get)
    // IPv4 comes to it as mapped addresses.
    #expect(try await client.response().text == "127.0.0.1")
    await listener.stop(within: .zero)
  }
}
