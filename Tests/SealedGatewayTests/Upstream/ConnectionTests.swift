import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Synchronization
import Testing

/// Which connections are used, and that no request is sent twice.
@Suite("Upstream: connections", .timeLimit(.minutes(2)))
struct ConnectionTests {
  private static let okay = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test func `a connection is used again`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        _ = try connection.readRequest()
        try connection.write(Self.okay)
      }
    }
    let transport = try CurlTransport(.patient)
    for count in [0, 10, 100_000, 0] {
      let body = MessageBody([UInt8](repeating: 0x61, count: count))
      #expect(try await text(try await transport.send(request("POST", server, body: body))) == "ok")
    }
    #expect(server.accepted == 1)
  }

  @Test func `a streamed request leaves the connection usable`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        let head = try connection.readHead()
        _ = head.contains("chunked") ? try connection.readChunked() : try connection.rest(of: head)
        try connection.write(Self.okay)
      }
    }
    let transport = try CurlTransport(.patient)
    for length in [nil, 300, nil] {
      let body = MessageBody(CountedBody(piece: [1, 2, 3], times: 100), length: length)
      #expect(try await text(try await transport.send(request("POST", server, body: body))) == "ok")
    }
    #expect(server.accepted == 1)
  }

  /// Answers the first request of a connection, and closes it after reading the second.
  private func closing(_ requests: Box<[String]>) throws -> ScriptedServer {
    try ScriptedServer { connection in
      for isFirst in [true, connection.number > 0] {
        let head = try connection.readHead()
        requests.value.withLock { $0.append(String(head.prefix { !$0.isNewline })) }
        if isFirst { try connection.write(Self.okay) }
      }
    }
  }

  @Test("19: a request that may have been read is not sent again", arguments: ["POST", "DELETE", "PUT", "PATCH"])
  func noDoubleSend(_ method: String) async throws {
    for body in [MessageBody.empty, MessageBody([1]), MessageBody([UInt8](repeating: 1, count: 100_000))] {
      let requests = Box<[String]>([])
      let server = try closing(requests)
      let transport = try CurlTransport(.patient)
      #expect(try await text(try await transport.send(request("GET", server, "/first"))) == "ok")
      let error = await failure { _ = try await transport.send(request(method, server, "/second", body: body)) }
      guard case .connectionBroken = error else { return #expect(Bool(false), "\(error as Any)") }
      #expect(error?.wasSent == true)
      #expect(requests.value.withLock { $0 } == ["GET /first HTTP/1.1", "\(method) /second HTTP/1.1"])
    }
  }

  @Test("19: a request was sent on the connection that broke, though a second one fails", arguments: ["GET", "POST"])
  func brokenAndGone(_ method: String) async throws {
    let server = Box<ScriptedServer?>(nil)
    let gone = try ScriptedServer { connection in
      _ = try connection.readRequest()
      try connection.write(Self.okay)
      _ = try connection.readRequest()
      server.value.withLock { $0?.stop() }
    }
    server.value.withLock { $0 = gone }
    defer { server.value.withLock { $0 = nil } }
    let transport = try CurlTransport(.patient)
    #expect(try await text(try await transport.send(request("GET", gone))) == "ok")
    let error = await failure { _ = try await transport.send(request(method, gone, body: MessageBody([1]))) }
    guard case .connectionBroken = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(error?.wasSent == true)
  }

  @Test func `a connection that the server says it closes is not used again`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.readRequest()
      try connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
      try connection.readToEnd()
    }
    let transport = try CurlTransport(.patient)
    for _ in 0..<2 { #expect(try await text(try await transport.send(request("POST", server))) == "ok") }
    #expect(server.accepted == 2)
  }

  @Test(arguments: ["GET", "HEAD", "OPTIONS"]) func `a safe request is sent again`(_ method: String) async throws {
    let requests = Box<[String]>([])
    let server = try closing(requests)
    let transport = try CurlTransport(.patient)
    #expect(try await text(try await transport.send(request("GET", server, "/first"))) == "ok")
    let second = try await transport.send(request(method, server, "/second"))
    #expect(second.head.status == 200)
    #expect(server.accepted == 2)
    #expect(requests.value.withLock { $0.filter { $0.contains("/second") }.count } == 2)
  }

  @Test func `a connection that was closed meanwhile is not used`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.readRequest()
      try connection.write(Self.okay)
    }
    var ended = server.ended.makeAsyncIterator()
    let transport = try CurlTransport(.patient)
    for count in 1...3 {
      #expect(try await text(try await transport.send(request("POST", server, body: MessageBody([1])))) == "ok")
      _ = await ended.next()
      #expect(server.accepted == count)
    }
  }

  @Test("50: bytes that nobody asked for are not the next response", arguments: ["in the same write", "later"])
  func unasked(_ when: String) async throws {
    let wrote = DispatchSemaphore(value: 0)
    let server = try ScriptedServer { connection in
      let isFirst = connection.number == 0
      _ = try connection.readRequest()
      let extra = isFirst ? "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil" : ""
      if when == "later" {
        try connection.write(Self.okay)
        wrote.wait()
        try connection.write(extra)
        wrote.signal()
      } else {
        try connection.write(Self.okay + extra)
      }
      try connection.readToEnd()
    }
    let transport = try CurlTransport(.patient)
    #expect(try await text(try await transport.send(request("POST", server))) == "ok")
    if when == "later" {
      wrote.signal()
      await withCheckedContinuation { done in
        DispatchQueue.global().async {
          wrote.wait()
          wrote.signal()
          done.resume()
        }
      }
    }
    #expect(try await text(try await transport.send(request("POST", server))) == "ok")
    #expect(server.accepted == 2)
  }

  @Test func `requests to one origin are limited, the others wait, and too many are refused`() async throws {
    let (gate, current) = (DispatchSemaphore(value: 0), Box((now: 0, most: 0)))
    let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
    let server = try ScriptedServer { connection in
      while true {
        try connection.readHead()
        current.value.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        arrival.yield()
        gate.wait()
        current.value.withLock { $0.now -= 1 }
        try connection.write(Self.okay)
      }
    }
    var options = UpstreamOptions.patient
    (options.limits.connectionsPerOrigin, options.limits.waiting) = (2, 4)
    let transport = try CurlTransport(options)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<7 {
        group.addTask {
          let error = await failure {
            let answer = try await text(try await transport.send(request("GET", server)))
            #expect(answer == "ok")
          }
          if case .busy = error { return false }
          return error == nil
        }
      }
      #expect(try await group.next() == false)
      var arrivals = arrived.makeAsyncIterator()
      for _ in 0..<2 { _ = await arrivals.next() }
      for _ in 0..<6 { gate.signal() }
      for try await isAnswered in group { #expect(isAnswered) }
    }
    #expect(current.value.withLock { $0.most } == 2)
    #expect(server.accepted == 2)
  }

  @Test func `many at once, on several threads`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        let (head, body) = try connection.readRequest()
        let path = head.split(separator: " ")[1]
        try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count + body.count)\r\n\r\n\(path)")
        try connection.write(body)
      }
    }
    var options = UpstreamOptions.patient
    options.threads = 2
    let transport = try CurlTransport(options)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<16 {
        group.addTask {
          for turn in 0..<50 {
            let path = "/\(worker)/\(turn)"
            let body = MessageBody(Array("-\(worker * turn)".utf8))
            let answer = try await text(try await transport.send(request("POST", server, path, body: body)))
            #expect(answer == "\(path)-\(worker * turn)")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(server.accepted <= 32)
  }
}

/// A value behind a lock that a closure can hold.
final class Box<Value: Sendable>: Sendable {
  let value: Mutex<Value>

  init(_ value: Value) {
    self.value = Mutex(value)
  }
}
