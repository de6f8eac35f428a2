import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

/// What is refused before anything is sent.
@Suite("Upstream: refused requests")
struct RefusedRequestTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let problem: RequestRefusal
    var method = "POST"
    var path = "/"
    var authority: String?
    var fields: [HeaderField] = []
    var body = MessageBody.empty
    var testDescription: String {
      "\(problem): \(method) \(path) \(fields.map(\.name)) \(fields.map { $0.value.prefix(20) })"
    }
  }

  static let values = ["a\r\nx: y", "a\nb", "a\rb", "a\0b", " a", "a ", "\ta", "a\u{7f}", "a\u{1}"]
  static let names = ["", "X-Upper", "a b", "a:", "a\r\n", "a\0", "é", ":path", "a;"]
  static let paths = ["", "a", "*", "http://other/", "/a b", "/a\r\nx: y", "/a\0", "/a\t", "/a#b", "/\u{7f}"]
  static let methods = ["", "GET /", "GET\r\n", "G T", "CONNECT", "GET\0", "é"]
  static let ofConnection = [
    "host", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect", "proxy-connection",
    "http2-settings", "proxy-authorization",
  ]
  static let authorities = ["", "a b", "a/b", "user@host", "host:", "host:99999", "HOST", "a\r\nb", "[::1"]
  static let lengths = ["5", "+4", "4,4", "04", "-1", "", "99999999999999999999"]

  static let cases: [Case] =
    values.map { Case(problem: .fieldValue("x"), fields: [HeaderField("x", $0)]) }
    + names.map { Case(problem: .fieldName, fields: [HeaderField($0, "v")]) }
    + paths.map { Case(problem: .target, path: $0) } + methods.map { Case(problem: .method, method: $0) }
    + ofConnection.map { Case(problem: .connectionField($0), fields: [HeaderField($0, "v")]) }
    + authorities.map { Case(problem: .origin, authority: $0) }
    + lengths.map {
      Case(problem: .contentLength, fields: [HeaderField("content-length", $0)], body: MessageBody([1, 2, 3, 4]))
    } + [
      Case(
        problem: .contentLength, fields: [HeaderField("content-length", "4"), HeaderField("content-length", "4")],
        body: MessageBody([1, 2, 3, 4])),
      Case(problem: .body, method: "HEAD", body: MessageBody([1])),
      Case(problem: .body, method: "HEAD", body: MessageBody(CountedBody(piece: [1], times: 1))),
      Case(problem: .headTooLarge, fields: [HeaderField("x", String(repeating: "a", count: 300_000))]),
    ]

  @Test("53: refused, and nothing is sent", arguments: cases)
  func refused(_ wrong: Case) async throws {
    let server = try ScriptedServer { _ in }
    var message = request(wrong.method, server, wrong.path, wrong.fields, body: wrong.body)
    if let authority = wrong.authority { message.head.authority = authority }
    let transport = try CurlTransport()
    let error = await failure { _ = try await transport.send(message) }
    guard case .refused(let problem) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(problem == wrong.problem)
    #expect(error?.wasSent == false)
    #expect(server.accepted == 0)
  }

  @Test(arguments: ["ftp", "file", "HTTP", "", "gopher"])
  func `only http and https`(_ scheme: String) async throws {
    let server = try ScriptedServer { _ in }
    var message = request("GET", server)
    message.head.scheme = scheme
    let transport = try CurlTransport()
    guard case .refused(.origin) = await failure({ _ = try await transport.send(message) })
    else { return #expect(Bool(false)) }
  }

  @Test(arguments: ["", "x", "http://", "http://a/", "http://a b", "ftp://a", "http://u@a", "https://A"])
  func `text that is no origin`(_ text: String) {
    #expect(UpstreamOrigin(text) == nil)
  }

  @Test(arguments: ["", "a", ":1", "a:", "a:b", "a:0", "[::1]", "a:65536", "a:1:2"])
  func `text that is no address`(_ text: String) {
    #expect(UpstreamAddress(text) == nil)
  }

  @Test(arguments: ["a:1", "127.0.0.1:65535", "[::1]:8443"])
  func `text that is an address`(_ text: String) {
    #expect(UpstreamAddress(text)?.description == text)
  }
}
