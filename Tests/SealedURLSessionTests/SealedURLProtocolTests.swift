import Foundation
import SealedHTTP
import SealedPayload
import SealedURLSession
import Synchronization
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite("URLSession that seals", .timeLimit(.minutes(1)))
struct SealedURLProtocolTests {
  func configuration(_ apis: SealedAPI..., delivering delivery: SealedDelivery = .automatic) throws
    -> URLSessionConfiguration
  {
    let configuration = URLSessionConfiguration.ephemeral
    for api in apis { configuration.seal(with: try api.client(), delivering: delivery) }
    return configuration
  }

  func request(_ url: URL, _ method: String = "POST", _ fields: [String: String] = [:]) -> URLRequest {
    var request = URLRequest(url: url)
    request.httpMethod = method
    for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
    return request
  }

  func http(_ response: URLResponse) throws -> HTTPURLResponse { try #require(response as? HTTPURLResponse) }

  @Test func loadsSealed() async throws {
    let api = try SealedAPI()
    let session = URLSession(configuration: try configuration(api))
    var request = request(api.url("/orders?id=7"), "POST", ["Authorization": "Bearer marker-token"])
    request.httpBody = Data("marker-body".utf8)
    let (data, response) = try await session.data(for: request)
    #expect(data == Data("marker-body".utf8))
    #expect(try http(response).statusCode == 201)
    #expect(try http(response).value(forHTTPHeaderField: "x-seen-authorization") == "Bearer marker-token")
    #expect(try http(response).value(forHTTPHeaderField: "x-path") == "/orders?id=7")
    #expect(api.raw.requests.allSatisfy { !$0.contains("marker") })
  }

  @Test(arguments: ["GET", "PUT", "DELETE"])
  func withACompletionHandlerToo(_ method: String) async throws {
    let api = try SealedAPI()
    let session = URLSession(configuration: try configuration(api))
    let request = request(api.url("/a"), method)
    let seen = await withCheckedContinuation { continuation in
      session.dataTask(with: request) { _, response, _ in
        continuation.resume(returning: (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "x-method"))
      }.resume()
    }
    #expect(seen == method)
  }

  @Test func aLongResponseIsWhole() async throws {
    let body = pattern(3_000_000)
    let api = try SealedAPI { _ in ResponseMessage(status: 200, body: MessageBody(PieceStream([body]))) }
    let (data, _) = try await URLSession(configuration: try configuration(api)).data(from: api.url("/a"))
    #expect(data == Data(body))
  }

  @Test(arguments: [10, 200_000])
  func sendsABodyStream(_ size: Int) async throws {
    let api = try SealedAPI()
    var request = request(api.url("/a"))
    request.httpBodyStream = InputStream(data: Data(pattern(size)))
    let (data, _) = try await URLSession(configuration: try configuration(api)).data(for: request)
    #expect(data == Data(pattern(size)))
  }

  @Test func otherHostsAreLeftAlone() async throws {
    let api = try SealedAPI()
    let other = try RawServer { _, connection in try connection.answer(Array("plain".utf8)) }
    let session = URLSession(configuration: try configuration(api))
    let url = try #require(URL(string: "http://\(other.authority)/a"))
    #expect(try await session.data(from: url).0 == Data("plain".utf8))
    #expect(api.raw.connections == 0)
  }

  @Test func eachClientHasItsOwnRequests() async throws {
    let (one, other) = (try SealedAPI(), try SealedAPI())
    let both = URLSession(configuration: try configuration(one, other))
    for api in [one, other] {
      let (_, response) = try await both.data(from: api.url("/a"))
      #expect(try http(response).statusCode == 201)
    }
    #expect(one.requests.count == 1 && other.requests.count == 1)
  }

  @Test func twoClientsOfOneAPIAreNotMixedUp() async throws {
    let api = try SealedAPI()
    let transports = (0..<2).map { _ in CountingTransport() }
    let configurations = try transports.map { transport in
      let configuration = URLSessionConfiguration.ephemeral
      configuration.seal(with: try api.client(over: transport))
      return configuration
    }
    _ = try await URLSession(configuration: configurations[1]).data(from: api.url("/a"))
    #expect(transports.map(\.count) == [0, 2])
  }

  @Test func sealingTwiceIsSealingOnce() throws {
    let api = try SealedAPI()
    let client = try api.client()
    let configuration = URLSessionConfiguration.ephemeral
    let before = configuration.protocolClasses?.count ?? 0
    configuration.seal(with: client)
    configuration.seal(with: client)
    #expect(configuration.protocolClasses?.count == before + 1)
  }

  @Test(
    "61: nothing to the API's address goes unsealed",
    arguments: ["https://HOST/a", "http://user:pw@HOST/a", "HTTP://HOST/a//b", "http://HOST/a/../b"])
  func neverUnsealed(_ text: String) async throws {
    let api = try SealedAPI()
    let session = URLSession(configuration: try configuration(api))
    let url = try #require(URL(string: text.replacing("HOST", with: api.raw.authority)))
    do {
      let (_, response) = try await session.data(from: url)
      #expect(try http(response).statusCode == 201)  // Then it was in a form that can be sealed.
    } catch {
      #expect((error as? URLError)?.code == .badURL)
    }
    #expect(api.outerRequests.allSatisfy { $0.lowercased().contains("\r\nsealed-payload: :") })
    #expect(api.requests.count == api.outerRequests.count)
  }

  @Test func theClientsErrorIsInTheURLError() async throws {
    let api = try SealedAPI()
    var options = ClientOptions()
    options.allowsPlainHTTPForLocalWork = true
    let stranger = try SealedClient(
      for: api.issuer, trusting: .pinned([SigningKey().publicKey]), over: URLSessionTransport(), options: options)
    let configuration = URLSessionConfiguration.ephemeral
    configuration.seal(with: stranger)
    let error = await #expect(throws: URLError.self) {
      try await URLSession(configuration: configuration).data(from: api.url("/a"))
    }
    #expect(error?.code == .secureConnectionFailed)
    #expect(error?.clientError?.mayHaveTakenEffect == false)
    #expect(error?.failingURL == api.url("/a"))
  }

  @Test func cancellingReachesTheExchange() async throws {
    let (called, gate) = (Gate(), Gate())
    let api = try SealedAPI { _ in
      called.open()
      await gate.opened()
      return ResponseMessage(status: 204)
    }
    defer { gate.open() }
    let session = URLSession(configuration: try configuration(api))
    let task = Task { try await session.data(from: api.url("/a")) }
    await called.opened()
    task.cancel()
    let error = await #expect(throws: URLError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }

  @Test func aSealed401NeverMakesTheSessionAskItself() async throws {
    let api = try SealedAPI { _ in
      ResponseMessage(status: 401, fields: [HeaderField("www-authenticate", "Basic realm=\"a\"")])
    }
    let delegate = RecordingDelegate(credential: URLCredential(user: "a", password: "b", persistence: .none))
    let session = URLSession(
      configuration: try configuration(api, delivering: .pieces), delegate: delegate, delegateQueue: nil)
    session.dataTask(with: request(api.url("/a"), "GET")).resume()
    await delegate.done.opened()
    #expect(delegate.statuses == [401])
    #expect(api.outerRequests.allSatisfy { $0.lowercased().contains("\r\nsealed-payload: :") })
  }

  @Test func aDelegateGetsPieces() async throws {
    let second = Gate()
    let api = try SealedAPI { _ in
      ResponseMessage(status: 200, body: MessageBody(GatedStream([Array("one".utf8), Array("two".utf8)], second)))
    }
    let delegate = RecordingDelegate { _ in second.open() }
    let session = URLSession(
      configuration: try configuration(api, delivering: .pieces), delegate: delegate, delegateQueue: nil)
    session.dataTask(with: request(api.url("/a"), "GET")).resume()
    await delegate.done.opened()
    #expect(delegate.pieces == [Data("one".utf8), Data("two".utf8)])
    #expect(delegate.error == nil)
  }

  @Test("65: a sealed redirect never makes the session ask unsealed", arguments: ["/new", "http://127.0.0.1:1/"])
  func redirect(_ location: String) async throws {
    let api = try SealedAPI { request in
      if request.head.path == "/new" { return try await SealedAPI.echo(request) }
      return ResponseMessage(status: 302, fields: [HeaderField("location", location)])
    }
    let (_, response) = try await URLSession(configuration: try configuration(api)).data(from: api.url("/a"))
    #if canImport(FoundationNetworking)
      #expect(try http(response).statusCode == 302)
    #else
      #expect(try http(response).statusCode == (location == "/new" ? 201 : 302))
    #endif
    #expect(api.outerRequests.allSatisfy { $0.lowercased().contains("\r\nsealed-payload: :") })
  }

  #if canImport(FoundationNetworking)
    @Test func tasksWhoseBodyCantBeSeenAreNotSent() async throws {
      let api = try SealedAPI()
      let session = URLSession(configuration: try configuration(api))
      let upload = await #expect(throws: URLError.self) {
        try await session.upload(for: request(api.url("/a")), from: Data("body".utf8))
      }
      #expect(upload?.code == .unsupportedURL)
      let download = await #expect(throws: URLError.self) { try await session.download(from: api.url("/a")) }
      #expect(download?.code == .unsupportedURL)
      #expect(api.raw.connections == 0)
    }

    @Test func aSuspendedTaskIsSentOnce() async throws {
      let (called, gate) = (Gate(), Gate())
      let api = try SealedAPI { _ in
        called.open()
        await gate.opened()
        return ResponseMessage(status: 200, body: MessageBody([1]))
      }
      let delegate = RecordingDelegate()
      let session = URLSession(configuration: try configuration(api), delegate: delegate, delegateQueue: nil)
      let task = session.dataTask(with: request(api.url("/a")))
      task.resume()
      await called.opened()
      task.suspend()
      task.resume()
      gate.open()
      await delegate.done.opened()
      #expect(delegate.pieces == [Data([1])])
      #expect(api.requests.count == 1)
    }
  #endif
}

/// Counts what it carries.
private final class CountingTransport: Transport {
  private let transport = URLSessionTransport()
  private let number = Mutex(0)
  var count: Int { number.withLock { $0 } }

  func send(_ request: RequestMessage) async throws -> ResponseMessage {
    number.withLock { $0 += 1 }
    return try await transport.send(request)
  }
}

/// Gives the first piece at once, and each other when the gate was opened once more.
private final class GatedStream: BodyStream {
  private let rest: Mutex<[[UInt8]]>
  private let isFirst = Mutex(true)
  private let gate: Gate

  init(_ pieces: [[UInt8]], _ gate: Gate) {
    rest = Mutex(pieces)
    self.gate = gate
  }

  func next() async throws -> [UInt8]? {
    if isFirst.withLock({ $0 }) { isFirst.withLock { $0 = false } } else { await gate.opened() }
    return rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  func cancel() {}
}

/// Remembers what a session tells its delegate.
final class RecordingDelegate: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var statuses: [Int] = []
    var pieces: [Data] = []
    var error: (any Error)?
  }

  let done = Gate()
  private let credential: URLCredential?
  private let onPiece: @Sendable (Data) -> Void
  private let state = Mutex(State())

  var statuses: [Int] { state.withLock { $0.statuses } }
  var pieces: [Data] { state.withLock { $0.pieces } }
  var error: (any Error)? { state.withLock { $0.error } }

  init(credential: URLCredential? = nil, onPiece: @escaping @Sendable (Data) -> Void = { _ in }) {
    self.credential = credential
    self.onPiece = onPiece
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    state.withLock { $0.statuses.append((response as? HTTPURLResponse)?.statusCode ?? 0) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    state.withLock { $0.pieces.append(data) }
    onPiece(data)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    state.withLock { $0.error = error }
    done.open()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    completionHandler(credential == nil ? .performDefaultHandling : .useCredential, credential)
  }
}
