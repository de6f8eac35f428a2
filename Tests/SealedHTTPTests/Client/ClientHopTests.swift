import SealedCrypto
import SealedHTTP
import SealedPayload
import SealedTesting
import Synchronization
import Testing

@Suite("Client: what a hop can't make it believe")
struct ClientHopTests {
  private func post(_ scene: ClientScene) async throws -> String {
    let client = try scene.client()
    return await end { try await client.post("/payments", [1], contentType: "application/json") }
  }

  private static func message(_ response: ResponseMessage) async throws -> [UInt8] {
    try await response.body.collect(upTo: 1 << 20)
  }

  @Test("48: the response to another request of the same session is refused")
  func otherResponse() async throws {
    let first = Mutex<ResponseMessage?>(nil)
    let scene = try ClientScene { request, next in
      let response = try await next.send(request)
      return first.withLock { first in
        if first == nil { first = response }
        return first ?? response
      }
    }
    let client = try scene.client()
    #expect(try await client.get("/").status == 200)
    #expect(await end { try await client.post("/", [1], contentType: "a/b") } == "outcomeUnknown unauthentic")
    #expect(scene.sealed.count == 2)
  }

  @Test("49: a request that is reflected as its own response is refused")
  func reflected() async throws {
    let scene = try ClientScene { request, _ in
      HandmadeAPI.outer(try await request.body.collect(upTo: 1 << 20))
    }
    #expect(try await post(scene) == "outcomeUnknown unauthentic")
  }

  @Test("50: of two valid responses the first is the answer; both in one body are none", arguments: [false, true])
  func twoResponses(joined: Bool) async throws {
    let scene = try ClientScene { request, next in
      let first = try await Self.message(try await next.send(request))
      let second = try await Self.message(try await next.send(request))
      return HandmadeAPI.outer(joined ? first + second : first)
    } handler: { [calls = Counter()] _ in
      .response(200 + calls.next())
    }
    #expect(try await post(scene) == (joined ? "outcomeUnknown unauthentic" : "status 201"))
    #expect(scene.api.seen.count == 2)
  }

  @Test(
    "61: an unsealed answer is none, whatever it says: nothing is followed, nobody is told a secret",
    arguments: [
      200, 302, 401, 404, 500, 503,
    ])
  func unsealed(status: Int) async throws {
    let scene = try ClientScene(hop: { _, _ in
      ResponseMessage(
        status: status,
        fields: [
          HeaderField("location", "https://evil.example/"), HeaderField("www-authenticate", "Basic"),
          HeaderField("content-type", "application/json"),
        ], body: MessageBody(Array("{\"type\":\"urn:sealed-payload:unknown-key\"}".utf8)))
    })
    let client = try scene.client()
    let token = HeaderField("authorization", "Bearer secret-token")
    let result = await end { try await client.post("/", [1], contentType: "a/b", fields: [token]) }
    #expect(result == "outcomeUnknown unsealed \(status)")
    #expect(scene.sealed.count == 1 && scene.api.fetches.count == 1)
    #expect(scene.wire.passages.allSatisfy { $0.request.authority == "api.example" })
    #expect(!scene.wire.passages.contains { $0.request.fields.contains { $0.value.contains("secret") } })
  }

  @Test(
    "61: of an unsealed problem document only its type counts, and of 64 KiB at most",
    arguments: [
      ("{\"type\":\"urn:sealed-payload:rejected\",\"status\":1}", "rejected"),
      ("{\"type\":\"urn:sealed-payload:forbidden\"}", "400"), ("{\"type\":7}", "400"), ("{", "400"), ("", "400"),
      ("{\"type\":\"urn:sealed-payload:rejected\",\"type\":\"b\"}", "400"),
      ("{\"type\":\"urn:sealed-payload:rejected\"}" + String(repeating: " ", count: 65_536), "400"),
    ])
  func hints(content: String, expected: String) async throws {
    let scene = try ClientScene(hop: { _, _ in
      ResponseMessage(
        status: 400, fields: [HeaderField("content-type", "application/problem+json; charset=utf-8")],
        body: MessageBody(Array(content.utf8)))
    })
    #expect(try await post(scene) == "outcomeUnknown unsealed \(expected)")
  }

  @Test("62: a cookie that a hop sets is neither shown nor sent")
  func cookie() async throws {
    let scene = try ClientScene { request, next in
      var response = try await next.send(request)
      response.head.fields.append(HeaderField("set-cookie", "hop=1"))
      return response
    }
    let client = try scene.client()
    for _ in 0..<2 {
      let response = try await client.get("/")
      #expect(response["set-cookie"] == nil)
    }
    #expect(!scene.api.seen.contains { $0["cookie"] != nil })
    #expect(!scene.wire.passages.contains { $0.request.fields.contains { $0.name == "cookie" } })
  }

  @Test("63: the cached answer to another client is refused")
  func cached() async throws {
    let cache = Mutex<ResponseMessage?>(nil)
    let scene = try ClientScene { request, next in
      if let response = cache.withLock({ $0 }) { return response }
      let response = try await next.send(request)
      cache.withLock { $0 = response }
      return response
    }
    #expect(await end { try await scene.client().get("/mine") } == "status 200")
    #expect(await end { try await scene.client().get("/mine") } == "outcomeUnknown unauthentic")
    #expect(scene.api.seen.count == 1)
  }

  @Test("64: an outer 1xx or 304 is no answer", arguments: [103, 304])
  func withoutBody(status: Int) async throws {
    let scene = try ClientScene { request, next in
      _ = try await next.send(request)
      return ResponseMessage(status: status)
    }
    #expect(try await post(scene) == "outcomeUnknown unsealed \(status)")
    let typed = try ClientScene { request, next in
      _ = try await next.send(request)
      return HandmadeAPI.outer([], status: status)
    }
    #expect(try await post(typed) == "outcomeUnknown unauthentic")
  }

  @Test("65: a sealed redirect is handed to the caller, not followed")
  func redirect() async throws {
    let scene = try ClientScene { _ in .response(307, [HeaderField("location", "https://other.example/")]) }
    let response = try await scene.client().get("/")
    #expect(response.status == 307 && response["location"] == "https://other.example/")
    #expect(scene.sealed.count == 1)
  }

  @Test("68: an outer content-encoding is refused", arguments: ["gzip", "br", "identity, gzip"])
  func encoded(encoding: String) async throws {
    let scene = try ClientScene { request, next in
      var response = try await next.send(request)
      response.head.fields.append(HeaderField("content-encoding", encoding))
      return response
    }
    #expect(try await post(scene) == "outcomeUnknown unsealed 200")
  }

  @Test(
    "The outer status counts for nothing, parameters of the media type neither", arguments: [200, 204, 400, 404, 500])
  func outerStatus(status: Int) async throws {
    let scene = try ClientScene { request, next in
      let message = try await Self.message(try await next.send(request))
      return ResponseMessage(
        status: status, fields: [HeaderField("content-type", "Application/Sealed-Payload ; v=1")],
        body: MessageBody(message))
    } handler: { _ in
      .response(202)
    }
    #expect(try await post(scene) == "status 202")
  }

  @Test("A sealed body under another media type is not sniffed")
  func notSniffed() async throws {
    let scene = try ClientScene { request, next in
      var response = try await next.send(request)
      response.head.fields = [HeaderField("content-type", "application/octet-stream")]
      return response
    }
    #expect(try await post(scene) == "outcomeUnknown unsealed 200")
  }

  @Test("A response with any byte changed is refused", arguments: [0, 4, 5, 20, 21, 52, 53, 60, -1])
  func changed(byte: Int) async throws {
    let scene = try ClientScene { request, next in
      var message = try await Self.message(try await next.send(request))
      message[byte < 0 ? message.count + byte : byte] ^= 1
      return HandmadeAPI.outer(message)
    }
    #expect(try await post(scene) == "outcomeUnknown unauthentic")
  }

  @Test("A response signed by a key that the configuration doesn't list is refused")
  func unlistedSigner() async throws {
    let scene = try ClientScene { seen in
      let options = SealingOptions(signer: SigningKey())
      return .outer(
        HandmadeAPI.outer(try ResponseSealer(ResponseHead(status: 200), to: seen.exchange, options: options).seal([])))
    }
    #expect(try await post(scene) == "outcomeUnknown unauthentic")
  }

  @Test("78: no error text tells what was sealed")
  func texts() async throws {
    let secrets = ["secret-token", "secret-body", "secret-answer"]
    for reply in ["verdict", "garbage", "broken", "html"] {
      let scene = try ClientScene { _ in
        switch reply {
        case "verdict": .verdict("stale", 400, processed: nil)
        case "garbage": .outer(HandmadeAPI.outer(Array("secret-answer".utf8)))
        case "html": .outer(ResponseMessage(status: 502, body: MessageBody(Array("secret-answer".utf8))))
        default: .broken
        }
      }
      do {
        _ = try await scene.client().post(
          "/", Array("secret-body".utf8), contentType: "a/b",
          fields: [HeaderField("authorization", "Bearer secret-token")])
        Issue.record("no error")
      } catch {
        var dumped = ""
        dump(error, to: &dumped)
        for text in ["\(error)", String(reflecting: error), dumped] {
          #expect(!secrets.contains { text.contains($0) }, "\(text)")
        }
      }
    }
  }
}
