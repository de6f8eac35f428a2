import Foundation
import SealedCrypto
import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Key log of client and server")
struct ClientKeyLogTests {
  @Test("What a hop saw of requests and streamed responses opens with the log alone")
  func captured() async {
    await #expect(processExitsWith: .success) {
      let file = FileManager.default.temporaryDirectory.appending(path: "sealed-payload-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      try KeyLog.startExposingMessages(at: file.path)
      let api = try RealAPI { request in
        let body = try await request.body.collect(upTo: 1 << 20)
        return ResponseMessage(status: 200, body: MessageBody(try MessageBody(Array("echo ".utf8) + body).open()))
      }
      _ = try await api.client.post("/orders", Array("an order".utf8), contentType: "text/plain").bytes()
      _ = try await api.client.get("/orders?page=2").bytes()
      let log = [UInt8](try Data(contentsOf: file)).withSpan { KeyLogReader($0) }
      #expect(log.damagedLineCount == 0)
      let passages = api.sealed
      #expect(passages.count == 2)
      var paths: [String] = []
      for passage in passages {
        let carrier = passage.request.fields.first { $0.name == "sealed-payload" }?.rawValue
        let request = try #require(carrier.map { HeaderCarrier.decode($0) } ?? passage.requestBody)
        let opened = try Self.open(request, log)
        guard case .request(let head) = opened.message.head else { continue }
        paths.append(head.path)
        let response = try Self.open(passage.responseBody, log)
        #expect(response.body == Array("echo ".utf8) + opened.body)
        #expect(response.message.signer == api.keys.responseSigner.publicKey)
        #expect(response.message.bind.starts(with: opened.message.bind))
      }
      #expect(paths == ["/orders", "/orders?page=2"])
    }
  }

  /// Opens a captured message with nothing but its line.
  private static func open(
    _ message: [UInt8], _ log: KeyLogReader
  ) throws -> (message: OpenedMessage, body: [UInt8]) {
    let commitment = message.withSpan { MessageInspector($0, access: .none) }.commitment
    let logged = try #require(log[commitment])
    var body: [UInt8] = []
    let opened = try message.withSpan { try LoggedMessageOpener(logged).open($0, into: &body) }
    return (opened.message, body)
  }
}
