@testable import SealedGateway
import SealedHTTP
import SealedPayload
import Testing

@Suite("Configuration of serve")
struct ServeConfigurationTests {
  @Test("What is required is enough, and the rest is the safe choice")
  func defaults() throws {
    let configuration = try readServe(serve())
    #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 8443))
    #expect(configuration.upstream.description == "http://127.0.0.1:3000")
    #expect(configuration.issuer.text == "https://api.example" && configuration.keysFolder == "keys")
    #expect(configuration.clientsFile == nil && configuration.server.routes.isEmpty)
    #expect(configuration.server.tunnelPath == nil && configuration.server.trustedProxies.isEmpty)
    #expect(configuration.server.crossOrigin.origins.isEmpty && configuration.server.padding == .standard)
    #expect(configuration.listener == ListeningLimits() && configuration.listener.headSeconds == 10)
    #expect(!configuration.rotatesManually && configuration.listener.connectionsPerAddress == nil)
    #expect(configuration.server.mapsOuterTarget("/a?b") == "/a?b")
  }

  @Test("Every setting reaches its place")
  func everything() throws {
    let configuration = try readServe(
      serve(
        """
        "listen": "[::1]:0", "authorities": ["other.example:8443"], "clients": "/etc/clients",
        "manual_rotation": true,
        "routes": [{"method": "POST", "path": "/pay", "policy": "signed"}, {"path": "/health", "policy": "unsealed"}],
        "tunnel_path": "/tunnel", "outer_prefixes": ["/api=/", "/v2=/v1"], "trusted_proxies": ["10.0.0.1", "::1"],
        "cors_origins": ["https://app.example"], "passed_on_fields": ["X-Trace"],
        "identity": {"client_field": "X-Client", "signer_field": "x-signer", "protection_field": "x-how"},
        "limits": {"head_bytes": 2048, "head_seconds": 3, "request_seconds": 5, "idle_seconds": 7, "connections": 11,
          "connect_seconds": 19, "answer_seconds": 23, "silence_seconds": 29,
          "connections_per_address": 2, "body_bytes": 100, "signed_body_bytes": 50, "new_sessions_per_second": 13,
          "new_sessions_at_once": 17},
        "padding": 512, "sign_responses": true, "always_show_200": true, "log": {"level": "debug", "format": "text"}
        """), folder: "/etc/gate")
    let server = configuration.server
    #expect(configuration.listen.description == "[::1]:0" && configuration.listen.host == "::1")
    #expect(configuration.keysFolder == "/etc/gate/keys" && configuration.clientsFile == "/etc/clients")
    #expect(configuration.rotatesManually)
    #expect(
      server.routes == [
        Route("POST", path: "/pay", policy: .signed), Route(path: "/health", policy: .unsealed),
      ])
    #expect(server.tunnelPath == "/tunnel" && server.authorities == ["other.example:8443"])
    #expect(server.trustedProxies == [PeerAddress("10.0.0.1"), PeerAddress("::1")])
    #expect(server.crossOrigin.origins == ["https://app.example"] && server.untrustedFields == ["x-trace"])
    let application = configuration.application
    #expect(application.clientField == "x-client" && application.signerField == "x-signer")
    #expect(application.protectionField == "x-how" && application.authority == "127.0.0.1:3000")
    #expect(server.limits.body == 100 && server.limits.signedBody == 50 && server.limits.headSeconds == 3)
    #expect(server.limits.newSessionsPerSecond == 13 && server.limits.newSessionsAtOnce == 17)
    #expect(
      configuration.listener
        == ListeningLimits(
          headBytes: 2048, headSeconds: 3, requestSeconds: 5, idleSeconds: 7, connectSeconds: 19, answerSeconds: 23,
          silenceSeconds: 29,
          connections: 11, connectionsPerAddress: 2)
    )
    #expect(server.padding == .multiple(of: 512) && server.signsResponses && server.alwaysShows200)
    #expect(configuration.log == LogSettings(level: .debug, format: .text))
  }

  @Test(
    "Prefixes are undone where they are whole segments",
    arguments: [
      ("/api/orders?x=1", "/orders?x=1"), ("/api", "/"), ("/api?x", "/?x"), ("/apis/a", "/apis/a"),
      ("/v2/a", "/v1/a"), ("/v2", "/v1"), ("/", "/"), ("/x/api/a", "/x/api/a"),
    ])
  func prefixes(outer: String, inner: String) throws {
    let configuration = try readServe(serve(#""outer_prefixes": ["/api=/", "/v2=/v1"]"#))
    #expect(configuration.server.mapsOuterTarget(outer) == inner)
  }

  @Test("Flags win over the file, list for list")
  func flagsWin() throws {
    let file = serve(#""listen": "127.0.0.1:1", "padding": "none", "authorities": ["a.example", "b.example"]"#)
    let configuration = try readServe(
      file, ["listen": ["127.0.0.1:2"], "padding": ["64"], "authority": ["c.example"], "always-show-200": [""]])
    #expect(configuration.listen.port == 2 && configuration.server.padding == .multiple(of: 64))
    #expect(configuration.server.authorities == ["c.example"] && configuration.server.alwaysShows200)
  }

  @Test("Flags alone are a configuration, routes included")
  func flagsAlone() throws {
    let configuration = try readServe(
      nil,
      [
        "upstream": ["https://10.0.0.7:8443"], "issuer": ["https://api.example"], "keys": ["k"], "clients": ["c"],
        "route": ["POST /pay=signed", "/health=unsealed"],
      ])
    #expect(configuration.upstream.authority == "10.0.0.7:8443" && configuration.keysFolder == "k")
    #expect(configuration.server.routes.map(\.method) == ["POST", nil])
  }

  @Test("Settings that do not go together are refused where they stand")
  func conflicts() {
    let listed = #""routes": [{"path": "/pay", "policy": "signed"}]"#
    #expect(mistakes(in: serve(listed)).map { $0.prefix(22) } == ["line 6: serve.routes: "])
    #expect(mistakes(in: serve(listed + #", "clients": "c""#)).isEmpty)
    #expect(
      mistakes(in: serve(#""limits": {"connections": 5, "connections_per_address": 6}"#)) == [
        "line 6: serve.limits.connections_per_address: it is more than limits.connections; lower it, or raise the other"
      ])
    #expect(mistakes(in: serve(#""limits": {"head_seconds": 20, "request_seconds": 10}"#)).count == 1)
    #expect(mistakes(in: serve(#""identity": {"client_field": "sealed-signer"}"#)).count == 1)
    #expect(mistakes(in: serve(#""passed_on_fields": ["Sealed-Client"]"#)).count == 1)
  }

  @Test("A body that is read whole is never larger than a body may be")
  func signedBody() throws {
    let configuration = try readServe(serve(#""limits": {"body_bytes": 10}"#))
    #expect(configuration.server.limits.body == 10 && configuration.server.limits.signedBody == 10)
  }

  @Test("An http issuer needs its long name")
  func httpIssuer() {
    let file = serve().replacing("https://api", with: "http://api")
    #expect(mistakes(in: file).map { $0.prefix(40) } == ["line 4: serve.issuer: an http origin; us"])
    #expect(
      mistakes(in: file.replacing("\"keys\":", with: "\"allow_http_issuer_for_local_work\": true, \"keys\":")).isEmpty)
  }
}
