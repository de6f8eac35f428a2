import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("SealedURLSession", .timeLimit(.minutes(1)))
struct SealedURLSessionTests {
  func request(_ url: URL, _ method: String = "POST", _ fields: [String: String] = [:]) -> URLRequest {
    var request = URLRequest(url: url)
    request.httpMethod = method
    for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
    return request
  }

  @Test func loadsWhatTheAPISealed() async throws {
    let api = try SealedAPI()
    let (data, response) = try await api.session().data(from: api.url("/orders?id=7#top"))
    #expect(data.isEmpty)
    #expect(response.statusCode == 201)
    #expect(response.url == api.url("/orders?id=7#top"))
    #expect(response.value(forHTTPHeaderField: "X-Method") == "GET")
    #expect(response.value(forHTTPHeaderField: "X-Path") == "/orders?id=7")
  }

  @Test func theHopSeesNeitherBodyNorPrivateFields() async throws {
    let api = try SealedAPI()
    let request = request(api.url("/orders"), "POST", ["Authorization": "Bearer marker-token", "X-Name": "Zoë"])
    let (data, response) = try await api.session().upload(for: request, from: Data("marker-body".utf8))
    #expect(data == Data("marker-body".utf8))
    #expect(response.value(forHTTPHeaderField: "x-seen-authorization") == "Bearer marker-token")
    #expect(response.value(forHTTPHeaderField: "x-seen-x-name") == "Zoë")
    let seen = try #require(api.outerRequests.first)
    #expect(seen.hasPrefix("POST /orders HTTP/1.1") && !seen.contains("marker"))
  }

  @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
  func sendsEveryMethod(_ method: String) async throws {
    let api = try SealedAPI()
    let (_, response) = try await api.session().data(for: request(api.url("/a"), method))
    #expect(response.value(forHTTPHeaderField: "x-method") == method)
  }

  @Test(arguments: [
    ("/a%7eb/%e9?q=%5b1%5d", "/a~b/%E9?q=%5B1%5D"), ("", "/"), ("?a=b c", "/?a=b%20c"), ("/a%2Bb+c", "/a%2Bb+c"),
  ])
  func normalisesTheTarget(_ path: String, _ expected: String) async throws {
    let api = try SealedAPI()
    let (_, response) = try await api.session().data(from: api.url(path))
    #expect(response.value(forHTTPHeaderField: "x-path") == expected)
  }

  @Test func sendsTheBodyOfTheRequest() async throws {
    let api = try SealedAPI()
    let session = try api.session()
    var request = request(api.url("/a"))
    request.httpBody = Data(pattern(1000))
    #expect(try await session.data(for: request).0 == Data(pattern(1000)))
    request.httpBody = nil
    request.httpBodyStream = InputStream(data: Data(pattern(200_000)))
    #expect(try await session.data(for: request).0 == Data(pattern(200_000)))
  }

  @Test(arguments: [0, 1, 65_536, 3_000_000])
  func uploadsAFile(_ size: Int) async throws {
    let api = try SealedAPI()
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(pattern(size)).write(to: file)
    let (data, _) = try await api.session().upload(for: request(api.url("/a"), "PUT"), fromFile: file)
    #expect(data == Data(pattern(size)))
  }

  @Test func aMissingFileIsNotSent() async throws {
    let api = try SealedAPI()
    await #expect(throws: CocoaError.self) {
      try await api.session().upload(for: request(api.url("/a")), fromFile: URL(filePath: "/nowhere/x"))
    }
    #expect(api.raw.connections == 0)
  }

  @Test func uploadsWhatIsMadeMeanwhile() async throws {
    let api = try SealedAPI()
    let body = MessageBody(PieceStream([pattern(100_000), [1], pattern(7)]))
    let (data, _) = try await api.session().upload(for: request(api.url("/a")), from: body)
    #expect(data == Data(pattern(100_000) + [1] + pattern(7)))
  }

  @Test func downloadsToAFile() async throws {
    let api = try SealedAPI()
    var request = request(api.url("/a"))
    request.httpBody = Data(pattern(300_000))
    let (file, response) = try await api.session().download(for: request)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(response.statusCode == 201)
    #expect(try Data(contentsOf: file) == Data(pattern(300_000)))
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test("61: a URL of another origin is not sent", arguments: ["http://127.0.0.1:1/", "https://example.com/a"])
  func otherOrigin(_ url: String) async throws {
    let api = try SealedAPI()
    let error = await #expect(throws: ClientError.self) {
      try await api.session().data(from: try #require(URL(string: url)))
    }
    #expect(error?.mayHaveTakenEffect == false)
    #expect(api.raw.connections == 0)
  }

  @Test(arguments: ["http://user:pw@HOST/", "/a"])
  func aURLThatCantBeSealedIsNotSent(_ text: String) async throws {
    let api = try SealedAPI()
    let url = try #require(URL(string: text.replacing("HOST", with: api.raw.authority)))
    let error = await #expect(throws: URLError.self) { try await api.session().data(from: url) }
    #expect(error?.code == .badURL)
    #expect(api.raw.connections == 0)
  }

  @Test func anUnsealedAnswerIsAnError() async throws {
    let raw = try RawServer { _, connection in try connection.answer(fields: "Content-Type: text/plain\r\n") }
    let session = try SealedURLSession(
      for: Issuer(origin: "http://\(raw.authority)"), trusting: .pinned([SigningKey().publicKey]),
      options: localOptions)
    await #expect(throws: ClientError.self) {
      try await session.data(from: try #require(URL(string: "http://\(raw.authority)/")))
    }
  }

  @Test func anAPIThatDoesNotAnswerTimesOut() async throws {
    let gate = Gate()
    let api = try SealedAPI { _ in
      await gate.opened()
      return ResponseMessage(status: 204)
    }
    defer { gate.open() }
    var request = request(api.url("/a"))
    request.timeoutInterval = 0.5
    let timed = request
    let error = await #expect(throws: ClientError.self) { try await api.session().data(for: timed) }
    guard case .outcomeUnknown(.transport(let cause)) = error else { throw try #require(error) }
    #expect((cause as? URLError)?.code == .timedOut)
  }

  @Test func cancellingTheTaskIsAURLError() async throws {
    let (called, gate) = (Gate(), Gate())
    let api = try SealedAPI { _ in
      called.open()
      await gate.opened()
      return ResponseMessage(status: 204)
    }
    defer { gate.open() }
    let session = try api.session()
    let task = Task { try await session.data(from: api.url("/a")) }
    await called.opened()
    task.cancel()
    let error = await #expect(throws: URLError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  private var localOptions: ClientOptions {
    var options = ClientOptions()
    options.allowsPlainHTTPForLocalWork = true
    return options
  }
}
