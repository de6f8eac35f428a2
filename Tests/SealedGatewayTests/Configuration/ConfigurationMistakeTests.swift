@testable import SealedGateway
import Testing

@Suite("Configuration: mistakes")
struct ConfigurationMistakeTests {
  @Test(
    "Each is one line: where, what, and what to do",
    arguments: [
      (
        #""listen": "localhost:80""#,
        "listen: 'localhost' is not an address; use one such as 127.0.0.1, 0.0.0.0 or [::1]"
      ),
      (
        #""listen": "127.0.0.1""#,
        "listen: '127.0.0.1' is not an address and a port; use the form 127.0.0.1:8443 or [::1]:8443"
      ),
      (
        #""listen": "127.0.0.1:65536""#,
        "listen: '127.0.0.1:65536' is not an address and a port; use the form 127.0.0.1:8443 or [::1]:8443"
      ),
      (#""listen": 8080"#, "listen: a number is not a text in quotes; write a text in quotes"),
      (#""always_show_200": "yes""#, "always_show_200: a text is not true or false; write true or false"),
      (#""always_show_200": null"#, "always_show_200: null is not true or false; write true or false"),
      (
        #""limits": {"head_bytes": 5}"#, "limits.head_bytes: 5 is out of range; use a whole number from 1024 to 1048576"
      ),
      (#""limits": {"head_bytes": 1e9}"#, "limits.head_bytes: a number is not a whole number; write a whole number"),
      (
        #""limits": {"head_bytes": 9223372036854775807}"#,
        "limits.head_bytes: 9223372036854775807 is out of range; use a whole number from 1024 to 1048576"
      ),
      (
        #""limits": {"head_byte": 5000}"#,
        "limits.head_byte: there is no setting of this name; did you mean head_bytes?"
      ),
      (#""limits": 5"#, "limits: a number is not an object in { }; write an object in { }"),
      (#""Listen": "127.0.0.1:1""#, "Listen: there is no setting of this name; did you mean listen?"),
      (#""always-show-200": true"#, "always-show-200: there is no setting of this name; did you mean always_show_200?"),
      (#""log": {"xyz": 1}"#, "log.xyz: there is no setting of this name; use level, format"),
      (#""log": {"level": "loud"}"#, "log.level: 'loud' is not one of its words; use error, warning, info, debug"),
      (#""padding": 0"#, "padding: '0' is not a padding; use standard, none, or a number of bytes from 1 to 65536"),
      (
        #""padding": "64""#,
        #"padding: a text is not a padding; use "standard", "none", or a number of bytes without quotes"#
      ),
      (#""authorities": "a.example""#, "authorities: a text is not a list in [ ]; write a list in [ ]"),
      (#""authorities": ["a.example", "a.example"]"#, "authorities[1]: it is listed twice; list it once"),
      (
        #""authorities": ["A.example"]"#,
        "authorities[0]: 'A.example' is not a host; use the form host[:port], in lower case"
      ),
      (
        #""trusted_proxies": ["10.0.0.0/8"]"#,
        "trusted_proxies[0]: '10.0.0.0/8' is not an address; use one such as 10.0.0.1 or 2001:db8::1, in lower case"
      ),
      (
        #""cors_origins": ["*"]"#,
        "cors_origins[0]: '*' is not an origin; use the form https://host[:port], in lower case, without :443 and without a slash at the end"
      ),
      (
        #""tunnel_path": "/a?b""#,
        "tunnel_path: '/a?b' is not a path in normal form; use a path from /, without query, . and .."
      ),
      (
        #""passed_on_fields": ["a_b"]"#,
        "passed_on_fields[0]: 'a_b' is not the name of a field; use letters, digits and hyphens"
      ),
      (
        #""outer_prefixes": ["/api"]"#,
        "outer_prefixes[0]: '/api' does not say what becomes of paths; use the form /outer=/inner, as in /api=/"
      ),
      (
        #""routes": [{"path": "/a", "policy": "sealed", "methods": "GET"}]"#,
        "routes[0].methods: there is no setting of this name; did you mean method?"
      ),
      (#""routes": [{"path": "/a"}]"#, "routes[0].policy: it is missing; add it"),
      (
        #""routes": [{"path": "/a", "policy": "sealed", "method": "get"}]"#,
        "routes[0].method: 'get' is not a method; use one such as GET or POST"
      ),
      (#""clients": """#, "clients: it names no file; write the name of a file"),
    ])
  func everyKind(member: String, expected: String) {
    #expect(mistakes(in: serve(member)) == ["line 6: serve.\(expected)"])
  }

  @Test("All of a file are found, in the order of its lines")
  func all() {
    let text = """
      {
        "serve": {
          "routes": [
            {"path": "a", "policy": "no"},
            5
          ],
          "lisen": 1,
          "keys": 7
        },
        "proxy": {"pins": ["ed25519:x"]}
      }
      """
    let lines = mistakes(in: text).map { String($0.prefix { $0 != ";" }) }
    #expect(
      lines == [
        "line 4: serve.routes[0].path: 'a' is not a path in normal form",
        "line 4: serve.routes[0].policy: 'no' is not one of its words",
        "line 5: serve.routes[1]: a number is not an object in { }",
        "line 7: serve.lisen: there is no setting of this name", "line 8: serve.keys: a number is not a text in quotes",
        "line 10: proxy.pins[0]: it is not a public key",
      ])
  }

  @Test("What is missing is missing where its section begins")
  func missing() {
    #expect(
      mistakes(in: "{\n\"serve\": {\"keys\": \"k\"}}") == [
        "line 2: serve.upstream: it is missing; add it, or give --upstream",
        "line 2: serve.issuer: it is missing; add it, or give --issuer",
      ])
  }

  @Test(
    "What is not a file of configuration",
    arguments: [
      ("", "line 1: the file ends too early; close what was opened: quotes, ] and }"),
      ("[]", "line 1: a list is not a configuration; write an object in { }"),
      ("{}", #"line 1: the file has no section; add "serve" or "proxy": { ... }"#),
      ("{\"serv\": {}}", "line 1: serv: there is no setting of this name; did you mean serve?"),
      ("{\n\"serve\": {\n\"keys\": \"k\",\n}}", "line 4: there is a comma before the closing }; remove the comma"),
      ("{\"serve\": {\"keys\": 1,\n\n\"keys\": 2}}", #"line 3: the member "keys" is there twice; keep one of them"#),
      ("{\n// x\n\"serve\": {}}", "line 2: JSON has no comments; remove it"),
      ("{'serve': {}}", "line 1: JSON has no single quotes; use double quotes"),
      ("{\"serve\": {\"keys\": \"k\n\"}}", "line 1: a text ends with its line; close the quotes, or write \\n"),
      ("{\"serve\" {}}", "line 1: '{' cannot stand here; check the quotes, commas and colons before it"),
      ("{\"serve\": {}} x", "line 1: 'x' cannot stand here; check the quotes, commas and colons before it"),
      (String(repeating: "[", count: 99), "line 1: brackets lie deeper than 16; no setting needs that: remove some"),
    ])
  func noConfiguration(text: String, expected: String) {
    #expect(mistakes(in: text) == [expected])
  }

  @Test("Bytes that are not text are refused")
  func notText() {
    let found = ConfigurationSections.mistakes(in: [0x7B, 0xFF, 0x7D])
    #expect(lines(found) == ["line 1: the file is not UTF-8 text; save it as UTF-8"])
  }

  @Test("Whatever a file is cut to or changed into, it is right or has a mistake with a line")
  func mutations() {
    var generator = SystemRandomNumberGenerator()
    let good = Array(serve(#""routes": [{"path": "/a", "policy": "unsealed"}], "limits": {"head_bytes": 4096}"#).utf8)
    #expect(ConfigurationSections.mistakes(in: good).isEmpty)
    for count in good.indices { check(Array(good[..<count]), mustFail: true) }
    for _ in 0..<2_000 {
      var bytes = good
      for _ in 0...Int.random(in: 0...3, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      check(bytes, mustFail: false)
    }
  }

  private func check(_ bytes: [UInt8], mustFail: Bool) {
    let found = ConfigurationSections.mistakes(in: bytes)
    if mustFail { #expect(!found.isEmpty) }
    for mistake in found {
      guard case .line(let line) = mistake.place else {
        Issue.record("a mistake without a line: \(mistake)")
        continue
      }
      #expect((1...9).contains(line) && !mistake.problem.isEmpty && !mistake.remedy.isEmpty)
    }
  }
}
