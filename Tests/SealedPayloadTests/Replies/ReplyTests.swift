import SealedPayload
import Testing

@Suite("Replies that belong elsewhere")
struct ReplyTests {
  @Test("48: the response to another request of the same session", arguments: [MessageKind.response, .verdict])
  func otherRequest(kind: MessageKind) throws {
    let world = try World("other request")
    let session = try world.session()
    let (first, second) = (try world.exchange(in: session), try world.exchange(in: session))
    let letter = Letter(kind: kind, session: session, exchange: first.server, nonce: [UInt8](repeating: 1, count: 16))
    let reply = try letter.sealed(World.verdict)
    expectOpens(reply, by: world.opener(kind, first.client))
    expectRefused(reply, by: world.opener(kind, second.client), at: .commitment)
    expectRefused(reply, by: world.opener(kind, try world.exchange().client), at: .commitment)
  }

  @Test("49: a request reflected as its own response, whole or with its kind changed")
  func reflected() throws {
    let world = try World("reflected")
    let exchange = try world.exchange()
    let opener = world.opener(.response, exchange.client)
    expectRefused(exchange.request, by: opener, at: .prelude)
    for kind in [3, 4] as [UInt8] {
      var changed = exchange.request
      changed[4] = kind
      expectRefused(changed, by: opener, at: .commitment)
      let spliced = Array(changed[..<21]) + exchange.request[76...]
      expectRefused(spliced, by: opener, at: .commitment)
    }
  }

  @Test("49: a response fed back to the server as a request")
  func fedBack() throws {
    let world = try World("fed back")
    let exchange = try world.exchange()
    let response = try ResponseSealer(ResponseHead(status: 200), to: exchange.server).seal([1])
    expectRefused(response, by: world.opener(.request), at: .prelude)
    var changed = Array(exchange.request[..<76]) + response[21...]
    expectRefused(changed, by: world.opener(.request), at: .commitment)
    changed = response
    changed[4] = 2
    expectRefused(changed, by: world.opener(.request), at: .prelude)
  }

  @Test("50: two responses to one request both open, and tell that they are two: which counts is the client's part")
  func twice() throws {
    let world = try World("twice")
    let exchange = try world.exchange()
    let opener = world.opener(.response, exchange.client)
    let answers = try [1, 2].map { try ResponseSealer(ResponseHead(status: 200), to: exchange.server).seal([$0]) }
    let opened = answers.compactMap { expectOpens($0, by: opener) }
    #expect(opened.count == 2)
    #expect(opened.first?.identifier != opened.last?.identifier)
  }

  @Test("The client's exchange opens, the server's seals, and neither does the other")
  func roles() throws {
    let world = try World("roles")
    let exchange = try world.exchange()
    #expect(throws: SealError.wrongRole) { try ResponseOpener(exchange.server, signers: .listed([])) }
    #expect(throws: SealError.wrongRole) {
      try ResponseSealer(ResponseHead(status: 200), to: exchange.client).seal([UInt8]())
    }
    let verdict = try Verdict(reason: "stale", status: 400, processed: nil, time: 1)
    #expect(throws: SealError.wrongRole) { try verdict.sealed(to: exchange.client) }
  }

  @Test("A response opens before the request's body is complete")
  func earlyAnswer() throws {
    let world = try World("early")
    var output: [UInt8] = []
    let head = RequestHead(method: "POST", authority: "api.example.com", path: "/")
    let streamed = try RequestSealer(head, in: world.session(), timestamp: 1).stream(into: &output)
    var stream = RequestOpener(world.ring).stream()
    var body: [UInt8] = []
    let start = output[...]
    try stream.receive(start.span, into: &body)
    let server = try #require(stream.opened?.exchange)
    let response = try ResponseSealer(ResponseHead(status: 413), to: server).seal([UInt8]())
    let opener = world.opener(.response, streamed.exchange)
    #expect(expectOpens(response, by: opener)?.head == .response(ResponseHead(status: 413)))
  }
}
