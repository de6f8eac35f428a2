import SealedHTTP
import SealedPayload
import SealedTesting
import Testing

@Suite("Transports for tests")
struct TransportTests {
  private let echo = LoopbackTransport { request, peer in
    ResponseMessage(status: 200, fields: [HeaderField("x-peer", peer.host)], body: request.body)
  }

  private let request = RequestMessage(
    RequestHead(method: "POST", authority: "api.example", path: "/"), body: MessageBody([1, 2]))

  @Test("A loopback gives requests to its handler, with an address")
  func loopback() async throws {
    let response = try await echo.send(request)
    #expect(response.head.fields == [HeaderField("x-peer", "192.0.2.1")])
    #expect(try await response.body.collect(upTo: 9) == [1, 2])
  }

  @Test("A record has both ways of every passage, streams as far as they were read")
  func recording() async throws {
    let record = RecordingTransport(before: echo)
    _ = try await record.send(request)
    let streamed = RequestMessage(request.head, body: MessageBody(try MessageBody([3]).open()))
    let response = try await record.send(streamed)
    #expect(record.passages.map(\.requestBody) == [[1, 2], []])
    #expect(try await response.body.collect(upTo: 9) == [3])
    #expect(record.passages.map(\.requestBody) == [[1, 2], [3]])
    #expect(record.passages.map(\.responseBody) == [[1, 2], [3]])
    #expect(record.passages.map { $0.response?.status } == [200, 200])
  }

  @Test("A hop does as it likes, and a failure is recorded as a request without a response")
  func hop() async throws {
    let dropping = HopTransport(before: echo) { request, next in
      _ = try await next.send(request)
      throw BodyError.cut
    }
    let record = RecordingTransport(before: dropping)
    await #expect(throws: BodyError.cut) { try await record.send(request) }
    #expect(record.count == 1 && record.passages[0].response == nil)
  }

  @Test("Sample keys are the same in every run, and their configuration passes a client's checks")
  func keys() throws {
    let (one, other) = (try SampleKeys(), try SampleKeys())
    #expect(one.identity.publicKey == other.identity.publicKey)
    #expect(one.recipientKey.recipient == other.recipientKey.recipient)
    let text = try one.configuration(at: 1_700_000_000)
    #expect(try text == other.configuration(at: 1_700_000_000))
    let verified = try UnverifiedKeyConfiguration(text).verified(
      by: [one.identity.publicKey], for: one.issuer, at: 1_700_003_599)
    #expect(verified.configuration.responseKeys == [one.responseSigner.publicKey])
  }
}
