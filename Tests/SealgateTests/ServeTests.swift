import Foundation
import SealedHTTP
import SealedPayload
import Testing

@Suite("sealgate: serve and request, over sockets")
struct ServeTests {
  private let world: GateWorld

  init() throws { world = try GateWorld() }

  @Test("A request reaches the API in the clear, and its answer comes back")
  func roundTrip() async throws {
    let server = try await world.serve()
    #expect(server.line.hasPrefix("listening on 127.0.0.1:") && server.pin.hasPrefix("ed25519:"))
    let result = try await world.request(to: server, ["-d", "a=1", "-d", "b=2", "\(world.issuer)/orders?x=1"])
    #expect(result.status == 0 && result.output == "POST /orders?x=1 a=1&b=2" && result.messages.isEmpty)
    let head = try #require(world.requests.last)
    #expect(head.fields.contains(HeaderField("content-type", "application/x-www-form-urlencoded")))
    #expect(head.fields.contains(HeaderField("sealed-protection", "sealed")))
    #expect(try await server.stop() == 0)
  }

  @Test("curl's manners: method, headers, head of the answer, file, standard input")
  func manners() async throws {
    let server = try await world.serve()
    let included = try await world.request(to: server, ["-i", "-X", "DELETE", "-H", "X-Mine: 1", "\(world.issuer)/a"])
    #expect(included.output.hasPrefix("HTTP/1.1 200\r\n") && included.output.contains("x-api: yes\r\n"))
    #expect(included.output.hasSuffix("\r\n\r\nDELETE /a "))
    #expect(world.requests.last?.fields.contains(HeaderField("x-mine", "1")) == true)
    try world.gate.write("body", "{\"a\":\n1}\n")
    let file = try await world.request(
      to: server, ["-d", "@body", "-H", "Content-Type: application/json", "-o", "out", "\(world.issuer)/b"])
    #expect(file.status == 0 && file.output.isEmpty)
    let written = try String(contentsOf: world.gate.folder.appending(path: "out"), encoding: .utf8)
    #expect(written == "POST /b {\"a\":\n1}\n")
    let missing = try await world.request(to: server, ["\(world.issuer)/missing"])
    #expect(missing.status == 0 && missing.output == "GET /missing ")
    let failing = try await world.request(to: server, ["-f", "\(world.issuer)/missing"])
    #expect(failing.status == 1 && failing.output.isEmpty)
    #expect(failing.messages == "sealgate: the answer has status 404; leave out -f to see its body\n")
  }

  @Test("What hops saw stands beside what was sealed, and has none of it")
  func verbose() async throws {
    let server = try await world.serve()
    let result = try await world.request(
      to: server, ["-v", "-H", "authorization: Bearer hidden", "-d", "secret", "\(world.issuer)/orders"])
    let lines = result.messages.split(separator: "\n").map { $0.split(separator: "|", maxSplits: 1).map(String.init) }
    let (left, right) = (lines.map { $0[0] }.joined(), lines.map { $0.count > 1 ? $0[1] : "" }.joined(separator: "\n"))
    #expect(left.contains("WHAT HOPS SAW") && left.contains("> POST http://api.example/orders"))
    #expect(left.contains("application/sealed-payload") && !left.contains("hidden"))
    #expect(right.contains("> authorization: Bearer hidden") && right.contains("< x-api: yes"))
  }

  @Test("A key that is not pinned is refused before anything is sent")
  func wrongPin() async throws {
    let server = try await world.serve()
    let result = try await world.request(to: server, ["\(world.issuer)/"], pin: SigningKey().publicKey.description)
    #expect(result.status == 1 && result.output.isEmpty && world.requests.isEmpty)
    #expect(result.messages.contains("the request has had no effect") && result.messages.contains("check --pin"))
  }

  @Test("The first key that is seen is remembered, and another one refused")
  func firstUse() async throws {
    let arguments = ["request", "--allow-http-issuer-for-local-work", "--trust-on-first-use", "seen", "--connect"]
    let server = try await world.serve()
    let first = try await world.gate.runs(arguments + [server.address, "\(world.issuer)/a"])
    #expect(first.status == 0 && first.output == "GET /a ")
    let state = world.gate.folder.appending(path: "seen").path()
    let mode = try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int
    #expect(mode == 0o700)
    let other = try GateWorld()
    let impostor = try await other.serve()
    let second = try await world.gate.runs(arguments + [impostor.address, "\(world.issuer)/a"])
    #expect(second.status == 1 && other.requests.isEmpty)
    #expect(try await world.gate.runs(arguments + [server.address, "\(world.issuer)/b"]).output == "GET /b ")
  }

  @Test("A route that wants a signature gets one, and the API learns whose")
  func signed() async throws {
    let server = try await world.serve(["--route", "/pay=signed"])
    let unsigned = try await world.request(to: server, ["-d", "1", "\(world.issuer)/pay"])
    #expect(unsigned.status == 1 && unsigned.messages.contains("proof-required") && world.requests.isEmpty)
    #expect(unsigned.messages.hasSuffix("; sign it, with -s KEYFILE\n"))
    let signed = try await world.request(to: server, ["-s", "me.jwk", "-d", "1", "\(world.issuer)/pay"])
    #expect(signed.status == 0 && signed.output == "POST /pay 1")
    let fields = try #require(world.requests.last).fields
    #expect(fields.contains(HeaderField("sealed-client", "billing")))
    #expect(fields.contains(HeaderField("sealed-signer", world.signer.publicKey.description)))
    #expect(fields.contains(HeaderField("sealed-protection", "signed")))
  }

  @Test("55: what the gateway says of itself can't be said by a client")
  func asserted() async throws {
    let server = try await world.serve()
    let headers = ["sealed-client: admin", "x-forwarded-for: 1.2.3.4", "x-real-ip: 1.2.3.4"].flatMap { ["-H", $0] }
    #expect(try await world.request(to: server, headers + ["\(world.issuer)/"]).status == 0)
    let fields = try #require(world.requests.last).fields
    #expect(!fields.contains { $0.value == "admin" || $0.value == "1.2.3.4" })
  }

  @Test("What is not sealed does not reach the API")
  func unsealed() async throws {
    let server = try await world.serve()
    let answer = try await world.send("POST", to: server.address, "/orders", body: [1])
    #expect(answer.head.status == 400 && answer.body.contains("sealing-required") && world.requests.isEmpty)
  }

  @Test("An API that is down is a refusal that promises nothing was done")
  func apiDown() async throws {
    let server = try await world.serve()
    await world.stopAPI()
    let result = try await world.request(to: server, ["-d", "1", "\(world.issuer)/"])
    #expect(result.status == 1 && result.messages.contains("bad-gateway") && result.messages.contains("no effect"))
    #expect(result.messages.contains("the gateway before the API got no answer from it"))
    #expect(try await server.waits(for: "\"diagnosis\": \"no connection to the upstream: Connection refused\""))
  }

  @Test("A request that takes too long is given up, and may have been processed")
  func maxTime() async throws {
    let server = try await world.serve()
    let result = try await world.request(to: server, ["-m", "1", "-d", "1", "\(world.issuer)/never"])
    #expect(result.status == 1 && result.output.isEmpty && world.requests.count == 1)
    #expect(result.messages.contains("whether the request had an effect is unknown"))
    #expect(result.messages.components(separatedBy: "ask the API").count == 2, "the advice is there, once")
  }

  @Test("-N prints each part of a stream as it comes; without it nothing shows before the end")
  func streams() async throws {
    let server = try await world.serve()
    let arguments = ["-m", "2", "\(world.issuer)/events"]
    let whole = try await world.request(to: server, arguments)
    #expect(whole.status == 1 && whole.output.isEmpty && !whole.messages.contains("printed"))
    let streamed = try await world.request(to: server, ["-N"] + arguments)
    #expect(streamed.status == 1 && streamed.output == "data: 1\n\n")
    #expect(streamed.messages.contains("; what was printed is authentic, and not all; "))
    for messages in [whole.messages, streamed.messages] {
      #expect(messages.hasSuffix("; the API has answered: ask it before you send again what must not happen twice\n"))
    }
  }

  @Test("An answer that is silent for longer than its time is cut, and told so")
  func silence() async throws {
    let server = try await world.serve(["--silence-seconds", "1"])
    let result = try await world.request(to: server, ["-N", "-m", "30", "\(world.issuer)/events"])
    #expect(result.status == 1 && result.output == "data: 1\n\n")
    #expect(result.messages.contains("not complete"))
  }

  @Test("A port that is taken uses up nothing: the next start is ready at once")
  func portTaken() async throws {
    let other = try GateWorld()
    let holder = try await other.serve()
    let result = try await world.gate.runs([
      "serve", "--listen", holder.address, "--upstream", world.upstream, "--issuer", world.issuer,
      "--allow-http-issuer-for-local-work", "--keys", "keys",
    ])
    #expect(result.status == 1 && result.messages.split(separator: "\n").count == 1)
    #expect(try await !world.serve().line.contains("from"))
  }

  @Test("SIGHUP reads the configuration again; a wrong one changes nothing")
  func reload() async throws {
    func configuration(_ more: String) -> String {
      """
      {"serve": {"listen": "127.0.0.1:0", "upstream": "\(world.upstream)", "issuer": "\(world.issuer)", "keys": "keys",
        "allow_http_issuer_for_local_work": true, "clients": "clients"\(more)}}
      """
    }
    try world.gate.write("gate.json", configuration(""))
    let server = try await RunningGate.start(world.gate, ["serve", "--config", "gate.json"])
    try world.gate.write("gate.json", configuration(#", "routes": [{"path": "/health", "policy": "unsealed"}]"#))
    server.reload()
    #expect(try await server.waits(for: "\"event\": \"reloaded\""))
    #expect(try await world.send("GET", to: server.address, "/health").body == "GET /health ")
    try world.gate.write("gate.json", configuration(#", "routes": 5"#))
    server.reload()
    #expect(try await server.waits(for: "gate.json:2: serve.routes: a number is not a list in [ ]"))
    #expect(try await world.send("GET", to: server.address, "/health").head.status == 200)
    #expect(try await server.stop() == 0)
  }

  @Test(
    "8: a second server on the same keys does not start; a successor takes over at once", arguments: [SIGTERM, SIGINT])
  func successor(signal: Int32) async throws {
    let first = try await world.serve()
    await #expect(throws: RunningGate.Failure.self) { try await world.serve() }
    #expect(try await world.request(to: first, ["-d", "1", "\(world.issuer)/"]).status == 0)
    #expect(try await first.stop(signal) == 0)
    let second = try await world.serve()
    #expect(second.pin == first.pin && !second.line.contains("from"))
    _ = try await second.stop()
  }

  @Test("Machines learn whether it lives and is ready; after a crash it isn't, for a while")
  func status() async throws {
    let server = try await world.serve(["--status-listen", "127.0.0.1:0"])
    let at = try #require(server.line.components(separatedBy: "status on ").last?.split(separator: ",").first)
      .description
    for path in ["/health", "/ready"] {
      #expect(try await world.send("GET", to: at, path).body == "{\n  \"status\": \"ok\"\n}\n")
    }
    #expect(try await world.send("GET", to: at, "/other").head.status == 404)
    #expect(try await world.send("POST", to: at, "/ready").head.status == 405)
    #expect(try await world.send("GET", to: server.address, "/ready").head.status == 400)
    _ = try await server.stop(SIGKILL)
    let successor = try await world.serve(["--status-listen", "127.0.0.1:0"])
    let next = try #require(successor.line.components(separatedBy: "status on ").last?.split(separator: ",").first)
      .description
    #expect(try await world.send("GET", to: next, "/health").head.status == 200)
    let ready = try await world.send("GET", to: next, "/ready")
    #expect(ready.head.status == 503 && ready.body.contains("ready in "))
    _ = try await successor.stop()
  }

  @Test("A start that fails says why in one line, with status 1")
  func failingStarts() async throws {
    let server = try await world.serve()
    let common = ["serve", "--upstream", world.upstream, "--allow-http-issuer-for-local-work"]
    for (arguments, text) in [
      (["--issuer", world.issuer, "--keys", "none"], "sealtool keys init"),
      (["--issuer", "http://other.example", "--keys", "keys"], "are for http://api.example; name that issuer"),
      (["--issuer", world.issuer, "--keys", "keys", "--clients", "none"], "none: "),
      (["--issuer", world.issuer, "--keys", "keys"], "replay-lock is locked"),
    ] {
      let result = try await world.gate.runs(common + arguments)
      #expect(result.status == 1 && result.output.isEmpty)
      #expect(result.messages.contains(text) && result.messages.split(separator: "\n").count == 1)
    }
    _ = try await server.stop()
  }
}
