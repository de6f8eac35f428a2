import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Synchronization
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("Requests over URLSession", .timeLimit(.minutes(1)))
struct TransportRequestTests {
  /// Keeps the body of each request.
  final class Bodies: Sendable {
    private let list = Mutex<[[UInt8]]>([])
    func add(_ body: [UInt8]) { list.withLock { $0.append(body) } }
    var all: [[UInt8]] { list.withLock { $0 } }
  }

  let bodies = Bodies()

  func server() throws -> RawServer {
    try RawServer { [bodies] head, connection in
      bodies.add(try connection.readBody(of: head))
      return try connection.answer(fields: "Set-Cookie: a=b\r\n")
    }
  }

  @Test func sendsTheTargetAndTheFieldsAsTheyAre() async throws {
    let server = try server()
    let path = "/a%20b/c%2Fd;x=1/~e?q=%C3%A9&r=a+b,c"
    let fields = [HeaderField("x-a", "1"), HeaderField("x-a", "2"), HeaderField("x-name", "Zoë")]
    let response = try await URLSessionTransport().send(server.request("GET", path, fields: fields))
    #expect(try await response.body.collect(upTo: 10) == Array("ok".utf8))
    let lines = Set(try #require(server.requests.first).split(separator: "\r\n").map { $0.lowercased() })
    #expect(
      lines == [
        "get \(path) http/1.1".lowercased(), "host: \(server.authority)", "accept: */*", "connection: keep-alive",
        "user-agent: sealed-payload", "accept-language: *", "accept-encoding: identity", "x-a: 1, 2", "x-name: zoë",
      ])
  }

  @Test func sendsNoValueThatItWouldChange() async throws {
    let server = try server()
    let field = HeaderField("x-name", rawValue: [0x5A, 0x6F, 0xEB])
    await #expect(throws: URLSessionTransportError.fieldValue(name: "x-name")) {
      try await URLSessionTransport().send(server.request(fields: [field]))
    }
    #expect(server.connections == 0)
  }

  @Test(arguments: ["", "a", "/a b", "/a#b", "/é", "//user@host/", "/a%zz"])
  func sendsNoPathThatItWouldChange(_ path: String) async throws {
    let server = try server()
    do {
      _ = try await URLSessionTransport().send(server.request("GET", path))
      #expect(server.requests.first?.hasPrefix("GET \(path) HTTP/1.1") == true)
    } catch {
      #expect(error as? URLSessionTransportError == .target)
    }
  }

  @Test("62: cookies of a response are not sent with the next request")
  func cookies() async throws {
    let server = try server()
    let transport = URLSessionTransport()
    for _ in 0..<2 {
      _ = try await transport.send(server.request()).body.collect(upTo: 10)
    }
    #expect(server.requests.count == 2)
    #expect(server.requests.allSatisfy { !$0.lowercased().contains("cookie") })
    #expect(server.connections == 1)
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "PATCH"], [0, 1, 100_000])
  func sendsAWholeBody(_ method: String, _ count: Int) async throws {
    let server = try server()
    let body = pattern(count)
    let fields = [HeaderField("content-type", "application/sealed-payload")]
    _ = try await URLSessionTransport().send(server.request(method, fields: fields, body: MessageBody(body)))
      .body.collect(upTo: 10)
    #expect(bodies.all == [body])
    let head = try #require(server.requests.first).lowercased()
    #expect(head.hasPrefix(method.lowercased()) && head.contains("\r\ncontent-length: \(count)"))
    #expect(!head.contains("expect:") && !head.contains("transfer-encoding") && !head.contains("urlencoded"))
  }

  @Test(arguments: [[1000], [1000, 1, 70_000], [UInt32](repeating: 65_536, count: 48).map(Int.init)])
  func sendsAStreamedBody(_ sizes: [Int]) async throws {
    let server = try server()
    let body = pattern(sizes.reduce(0, +))
    var start = 0
    let pieces = sizes.map { size in
      defer { start += size }
      return Array(body[start..<start + size])
    }
    let forms = [
      MessageBody(PieceStream(pieces)), MessageBody(PieceStream(pieces), length: body.count),
      MessageBody(length: body.count) { PieceStream(pieces) }, MessageBody { PieceStream(pieces) },
    ]
    for form in forms {
      _ = try await URLSessionTransport().send(server.request("POST", body: form)).body.collect(upTo: 10)
    }
    #expect(bodies.all == forms.map { _ in body })
  }

  @Test func aBodyThatFailsIsNotSent() async throws {
    let server = try server()
    let stream = PieceStream([pattern(100_000)], failure: BodyError.cut)
    await #expect(throws: BodyError.cut) {
      try await URLSessionTransport().send(server.request("POST", body: MessageBody(stream)))
    }
    #expect(stream.isCancelled)
    #expect(server.connections == 0)
  }

  @Test(arguments: [9, 11, 100_000])
  func aBodyOfAnotherLengthIsNotSent(_ length: Int) async throws {
    let server = try server()
    let body = MessageBody(PieceStream([pattern(10)]), length: length)
    await #expect(throws: URLSessionTransportError.bodyLength) {
      try await URLSessionTransport().send(server.request("POST", body: body))
    }
    #expect(server.connections == 0)
  }

  @Test func aGetHasNoBody() async throws {
    let server = try server()
    await #expect(throws: URLSessionTransportError.bodyWithGET) {
      try await URLSessionTransport().send(server.request("GET", body: MessageBody([1])))
    }
    #expect(server.connections == 0)
  }
}
