@testable import SealedGateway
import SealedPayload
import Testing

@Suite("Configuration of proxy")
struct ProxyConfigurationTests {
  @Test("What is required is enough, and the rest is the safe choice")
  func defaults() throws {
    let configuration = try readProxy(proxy())
    #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 8080))
    #expect(configuration.api.text == "https://api.example" && configuration.pins.map(\.description) == [pin])
    #expect(configuration.connect == nil && configuration.signingKeyFile == nil && configuration.stateFolder == nil)
    #expect(configuration.privateFields.isEmpty && configuration.padding == .standard && !configuration.isUnlinkable)
  }

  @Test("Every setting reaches its place")
  func everything() throws {
    let configuration = try readProxy(
      proxy(
        """
        "listen": "0.0.0.0:80", "accept_plain_http_from_other_machines": true, "connect": "10.0.0.1:8443",
        "state": "state", "sign_with": "me.jwk", "passphrase_file": "p", "private_fields": ["X-Card"], "names": ["proxy.internal"],
        "padding": "none", "unlinkable": true, "limits": {"body_bytes": 9, "head_seconds": 2}, "log": {"level": "error"}
        """), folder: "d")
    #expect(configuration.listen.host == "0.0.0.0" && configuration.connect?.description == "10.0.0.1:8443")
    #expect(configuration.names == ["proxy.internal"])
    #expect(configuration.stateFolder == "d/state" && configuration.signingKeyFile == "d/me.jwk")
    #expect(configuration.passphraseFile == "d/p" && configuration.privateFields == ["x-card"])
    #expect(configuration.padding == .noneRevealingExactLengths && configuration.isUnlinkable)
    #expect(
      configuration.bodyBytes == 9 && configuration.listener.headSeconds == 2 && configuration.log.level == .error)
  }

  @Test("Other machines may connect only by name, and keys must be pinned")
  func conflicts() {
    #expect(mistakes(in: proxy(#""listen": "192.0.2.1:80""#)).map { $0.prefix(21) } == ["line 5: proxy.listen:"])
    #expect(
      mistakes(in: proxy(#""listen": "127.9.9.9:80""#)).isEmpty && mistakes(in: proxy(#""listen": "[::1]:80""#)).isEmpty
    )
    #expect(mistakes(in: proxy().replacing("\"\(pin)\"", with: "")).map { $0.prefix(20) } == ["line 4: proxy.pins: "])
    #expect(mistakes(in: proxy(#""passphrase_file": "p""#)).count == 1)
    #expect(mistakes(in: proxy(#""names": ["a.example:80"]"#)).count == 1)
    #expect(mistakes(in: proxy().replacing("https:", with: "http:")).count == 1)
  }
}
