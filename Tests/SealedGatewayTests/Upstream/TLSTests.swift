import Foundation
import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

/// Which servers are trusted.
@Suite("Upstream: TLS", .serialized, .timeLimit(.minutes(2)))
struct TLSTests {
  /// Sends requests to an nginx with TLS, and gives the error of the last one.
  private func outcome(
    authority: (Int) -> String = { "127.0.0.1:\($0)" }, certificate: String = "server.crt", settings: String = "",
    trusting: (TestAuthority) -> String? = { $0.certificate }, requests: Int = 1
  ) async throws -> UpstreamError? {
    let test = try await TestAuthority()
    let nginx = try await TestNginx(
      in: test.folder,
      server: """
        listen 127.0.0.1:PORT ssl; ssl_certificate \(test.folder.path)/\(certificate);
        ssl_certificate_key \(test.folder.path)/server.key; \(settings)
        location / { add_header x-protocol $ssl_protocol; return 200 "hello $connection_requests"; }
        """)
    defer { withExtendedLifetime((test, nginx)) {} }
    var options = UpstreamOptions(certificateAuthorities: trusting(test))
    options.times.unused = .seconds(60)
    if let address = UpstreamAddress("127.0.0.1:\(nginx.port)") { options.route = .connect(to: address) }
    let transport = try CurlTransport(options)
    let head = RequestHead(method: "POST", scheme: "https", authority: authority(nginx.port), path: "/")
    return await failure {
      for turn in 1...requests {
        let response = try await transport.send(RequestMessage(head))
        #expect(response.head.status == 200)
        let answer = try await text(response)
        #expect(answer == "hello \(turn)")
      }
    }
  }

  @Test func `a certificate for the name, by the authority, on one connection`() async throws {
    #expect(try await outcome(requests: 3) == nil)
    #expect(try await outcome(authority: { "api.test:\($0)" }, requests: 3) == nil)
    #expect(try await outcome(authority: { _ in "api.test" }) == nil)
  }

  @Test(arguments: ["TLSv1.2", "TLSv1.3"]) func `versions`(_ version: String) async throws {
    #expect(try await outcome(settings: "ssl_protocols \(version);", requests: 2) == nil)
  }

  private func expect(_ problem: TLSProblem, _ error: UpstreamError?) {
    guard case .tls(let found) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(found == problem)
    #expect(error?.wasSent == false)
  }

  @Test func `an unknown authority is refused`() async throws {
    expect(.unknownAuthority, try await outcome(trusting: { _ in nil }))
    let other = try await TestAuthority()
    defer { withExtendedLifetime(other) {} }
    expect(.unknownAuthority, try await outcome(trusting: { _ in other.certificate }))
  }

  @Test(arguments: ["other.test", "test", "sub.api.test", "127.0.0.2"])
  func `a wrong name is refused`(_ name: String) async throws {
    expect(.wrongName, try await outcome(authority: { _ in name }))
  }

  @Test func `an expired certificate is refused`() async throws {
    expect(.expired, try await outcome(certificate: "expired.crt"))
  }

  @Test func `TLS 1.1 is refused`() async throws {
    let settings = "ssl_protocols TLSv1.1; ssl_ciphers DEFAULT:@SECLEVEL=0;"
    expect(.handshake, try await outcome(settings: settings))
  }

  @Test func `a file that is none is refused`() async throws {
    expect(.authoritiesFile, try await outcome(trusting: { $0.certificate + ".none" }))
  }

  @Test func `a server without TLS is refused`() async throws {
    let server = try ScriptedServer { connection in
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      try connection.readToEnd()
    }
    var message = request("GET", server)
    message.head.scheme = "https"
    let transport = try CurlTransport()
    expect(.handshake, await failure { _ = try await transport.send(message) })
  }
}
