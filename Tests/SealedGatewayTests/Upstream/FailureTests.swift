import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

/// What is thrown when there is no response, and what is closed when nobody wants one.
@Suite("Upstream: failures", .timeLimit(.minutes(2)))
struct FailureTests {
  @Test func `nobody listens: not sent`() async throws {
    let port = try ScriptedServer.freePort()
    let head = RequestHead(method: "POST", scheme: "http", authority: "127.0.0.1:\(port)", path: "/")
    let given = GivenBody()
    let transport = try CurlTransport()
    let error = await failure { _ = try await transport.send(RequestMessage(head, body: MessageBody(given))) }
    guard case .couldNotConnect(.system(let number)) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(number == ECONNREFUSED)
    #expect(error?.wasSent == false)
    // The body was not touched: it can be sent elsewhere.
    given.put("piece")
    #expect(try await given.next() == Array("piece".utf8))
  }

  @Test func `a name without an address: not sent`() async throws {
    let head = RequestHead(method: "GET", scheme: "http", authority: "none.invalid", path: "/")
    let transport = try CurlTransport()
    let error = await failure { _ = try await transport.send(RequestMessage(head)) }
    guard case .couldNotConnect(.unknownHost) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(error?.wasSent == false)
  }

  private func options(_ change: (inout UpstreamTimes) -> Void) -> UpstreamOptions {
    var options = UpstreamOptions()
    change(&options.times)
    return options
  }

  @Test func `a server that doesn't shake hands: not sent`() async throws {
    let server = try ScriptedServer { try $0.readToEnd() }
    var message = request("GET", server)
    message.head.scheme = "https"
    let transport = try CurlTransport(options { $0.connect = .milliseconds(100) })
    let error = await failure { _ = try await transport.send(message) }
    guard case .timedOut(.connection, wasSent: false) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(error?.isTimeout == true)
    for await _ in server.ended { break }
  }

  @Test func `a request that waits for a connection for too long: not sent`() async throws {
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try ScriptedServer { connection in
      try connection.readHead()
      arrival.yield()
      try connection.readToEnd()
    }
    var options = options { $0.connect = .seconds(1) }
    options.limits.connectionsPerOrigin = 1
    let transport = try CurlTransport(options)
    let first = Task { try await transport.send(request("GET", server)) }
    for await _ in arrived { break }
    let error = await failure { _ = try await transport.send(request("GET", server)) }
    guard case .timedOut(.connection, wasSent: false) = error else { return #expect(Bool(false), "\(error as Any)") }
    first.cancel()
    for await _ in server.ended { break }
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 103 Early\r\n\r\n"])
  func `a head that doesn't come`(_ start: String) async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write(start)
      try connection.readToEnd()
    }
    let transport = try CurlTransport(options { $0.head = .milliseconds(100) })
    let error = await failure { _ = try await transport.send(request("GET", server)) }
    guard case .timedOut(.head, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    for await _ in server.ended { break }
  }

  @Test("67: a head that is dribbled takes no longer than one that doesn't come")
  func dribbled() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\n")
      while true {
        try connection.write("a: b\r\n")
        usleep(10_000)
      }
    }
    let transport = try CurlTransport(options { $0.head = .milliseconds(100) })
    let error = await failure { _ = try await transport.send(request("GET", server)) }
    guard case .timedOut(.head, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
  }

  @Test func `a body that stops`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      try connection.readToEnd()
    }
    let transport = try CurlTransport(options { $0.idle = .milliseconds(100) })
    let body = try await transport.send(request("GET", server)).body.open()
    #expect(try await body.next() == Array("abc".utf8))
    let error = await failure { _ = try await body.next() }
    guard case .timedOut(.body, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    for await _ in server.ended { break }
  }

  @Test func `a server that doesn't read the request`() async throws {
    let over = DispatchSemaphore(value: 0)
    let server = try ScriptedServer { _ in over.wait() }
    let transport = try CurlTransport(options { $0.idle = .milliseconds(200) })
    let body = MessageBody([UInt8](repeating: 1, count: 32 * 1_048_576))
    let error = await failure { _ = try await transport.send(request("POST", server, body: body)) }
    guard case .timedOut(.request, wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    over.signal()
  }

  @Test func `time that the application takes doesn't count`() async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      _ = try connection.readChunked()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }
    let transport = try CurlTransport(
      options { ($0.connect, $0.head, $0.idle) = (.seconds(5), .milliseconds(100), .milliseconds(100)) })
    let given = GivenBody()
    let sending = Task { try await text(try await transport.send(request("POST", server, body: MessageBody(given)))) }
    for _ in 0..<3 {
      try await Task.sleep(for: .milliseconds(150))
      given.put("piece")
    }
    given.end()
    #expect(try await sending.value == "ok")
  }

  // MARK: Cancelling

  @Test func `cancelling the task before the head closes the connection`() async throws {
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try ScriptedServer { connection in
      try connection.readHead()
      arrival.yield()
      try connection.readToEnd()
    }
    let transport = try CurlTransport()
    let sending = Task { try await transport.send(request("POST", server)) }
    for await _ in arrived { break }
    sending.cancel()
    let error = await failure { _ = try await sending.value }
    guard case .cancelled(wasSent: true) = error else { return #expect(Bool(false), "\(error as Any)") }
    for await _ in server.ended { break }
  }

  @Test func `a task that is cancelled already sends nothing`() async throws {
    let server = try ScriptedServer { try $0.readToEnd() }
    let transport = try CurlTransport()
    let sending = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      _ = try await transport.send(request("POST", server))
    }
    let error = await failure { try await sending.value }
    guard case .cancelled(wasSent: false) = error else { return #expect(Bool(false), "\(error as Any)") }
  }

  enum GivingUp: CaseIterable { case cancelling, dropping, cancellingTheReader }

  @Test("66: giving up on a body closes the connection, and ends its reader", arguments: GivingUp.allCases)
  func givingUp(_ how: GivingUp) async throws {
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
      try connection.readToEnd()
    }
    let transport = try CurlTransport()
    do {
      let response = try await transport.send(request("GET", server))
      let body = try response.body.open()
      #expect(try await body.next() == Array("abc".utf8))
      switch how {
      case .dropping: break
      case .cancelling:
        body.cancel()
        await #expect(throws: BodyError.cancelled) { try await body.next() }
      case .cancellingTheReader:
        let reading = Task { try await body.next() }
        reading.cancel()
        await #expect(throws: BodyError.cancelled) { try await reading.value }
      }
    }
    for await _ in server.ended { break }
  }

  @Test func `a response outlives its transport`() async throws {
    let go = DispatchSemaphore(value: 0)
    let server = try ScriptedServer { connection in
      try connection.readHead()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
      go.wait()
      try connection.write("def")
    }
    let response = try await CurlTransport().send(request("GET", server))
    go.signal()
    #expect(try await text(response) == "abcdef")
  }
}
