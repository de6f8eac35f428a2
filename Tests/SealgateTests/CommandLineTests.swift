import Foundation
import Testing

@Suite("sealgate: command line")
struct CommandLineTests {
  private let gate: BuiltGate

  init() throws { gate = try BuiltGate() }

  @Test("A right file is passed over in silence")
  func rightFile() throws {
    try gate.write(
      "gate.json",
      #"{"serve": {"upstream": "http://127.0.0.1:1", "issuer": "https://api.example", "keys": "keys"}}"#)
    let result = try gate.run(["check-config", "gate.json"])
    #expect(result.status == 0 && result.output.isEmpty && result.messages.isEmpty)
  }

  @Test("Each mistake is one line with its number, and the status is 1")
  func mistakes() throws {
    try gate.write("gate.json", "{\n\"serve\": {\n\"keys\": 1,\n\"listen\": \"x\"\n}}")
    let result = try gate.run(["check-config", "gate.json"])
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(
      result.messages == """
        sealgate: gate.json:3: serve.keys: a number is not a text in quotes; write a text in quotes
        sealgate: gate.json:4: serve.listen: 'x' is not an address and a port; use the form 127.0.0.1:8443 or [::1]:8443

        """)
  }

  @Test("Programs get the mistakes as JSON")
  func json() throws {
    try gate.write("gate.json", "{\"serve\": {\"keys\": 1}}")
    let result = try gate.run(["check-config", "--json", "gate.json"])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let mistakes = try #require(report["mistakes"] as? [[String: Any]])
    #expect(result.status == 1 && report["right"] as? Bool == false && mistakes.count == 1)
    #expect(mistakes[0]["line"] as? Int == 1 && mistakes[0]["setting"] as? String == "serve.keys")
  }

  @Test(
    "A wrong command line is status 2, and one line that names the remedy",
    arguments: [
      (["serve"], "'serve' needs the option --upstream; run 'sealgate help serve'"),
      (["serve", "--lisen", "x"], "'serve' has no option --lisen; did you mean --listen?"),
      (
        ["serve", "--head-bytes", "5"],
        "the value of --head-bytes is refused: 5 is out of range; use a whole number from 1024 to 1048576"
      ),
      (
        ["serve", "--upstream", "http://127.0.0.1:1", "--keys", "k", "--issuer", "http://api.example"],
        """
        the value of --issuer is refused: an http origin; use https, or add --allow-http-issuer-for-local-work where \
        all machines are your own
        """
      ),
      (["proxy", "--api", "https://api.example"], "'proxy' needs the option --pin; run 'sealgate help proxy'"),
      (["check-config"], "'check-config' needs FILE; run 'sealgate help check-config'"),
      (["request"], "'request' needs URL; run 'sealgate help request'"),
      (
        ["request", "https://api.example/"],
        "'request' needs the option --pin or --trust-on-first-use; run 'sealgate help request'"
      ),
      (
        ["request", "--pin", "ed25519:secret", "https://api.example/"],
        "the value of --pin is refused: it is not a public key; use the form ed25519:... as 'sealgate serve' prints it"
      ),
      (
        ["request", "--pin", "x", "http://api.example/"],
        """
        the value of URL is refused: its scheme is not https; use https, or add --allow-http-issuer-for-local-work where \
        all machines are your own
        """
      ),
      (
        ["request", "--pin", "x", "https://api.example/a/../b"],
        "the value of URL is refused: its path is not in normal form; leave out //, . and .., encode the rest"
      ),
      (
        ["request", "--trust-on-first-use", "f", "-H", "connection: close", "https://api.example/"],
        "the value of --header is refused: the field connection must not be inside a sealed message; correct or leave out"
      ),
      (
        ["request", "--pin", "a", "--trust-on-first-use", "f", "https://a.example/"],
        "options --pin and --trust-on-first-use exclude each other; leave one of them out"
      ),
    ])
  func usage(_ arguments: [String], _ message: String) throws {
    let result = try gate.run(arguments)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.messages == "sealgate: \(message)\n")
  }

  @Test("A configuration file that is wrong stops a command with status 1")
  func wrongFile() throws {
    try gate.write("gate.json", "{\"serve\": {\"upstream\": 5}}")
    for command in ["serve", "proxy"] {
      let result = try gate.run([command, "--config", "gate.json"])
      #expect(result.status == 1 && result.messages.hasPrefix("sealgate: gate.json:1: "))
    }
  }
}
