import SealedPayload

/// Small messages: what a request and its response cost, within a session and with a key exchange of their own.
final class Exchanges {
  private let recipient: Recipient
  private let opener: RequestOpener
  private let session: SealingSession
  private let head: RequestHead
  private let responseHead = ResponseHead(
    status: 200, fields: [HeaderField("content-type", "application/json"), HeaderField("date", "Mon, 23 Nov 2026")])
  private let body = [UInt8](repeating: 0x61, count: 1024)
  private let cipher: Cipher
  private var (sealed, opened, sealedResponse) = ([UInt8](), [UInt8](), [UInt8]())

  init(_ cipher: Cipher) throws {
    self.cipher = cipher
    let key = RecipientKey(try RecipientPrivateKey(), issuer: try Issuer(origin: "https://api.example.com"))
    recipient = key.recipient
    opener = RequestOpener(try KeyRing([key]))
    session = try SealingSession(to: recipient, cipher: cipher)
    head = RequestHead(
      method: "POST", authority: "api.example.com", path: "/v1/payments",
      fields: [
        HeaderField("content-type", "application/json"), HeaderField("accept", "application/json"),
        HeaderField("authorization", "Bearer 0123456789abcdef0123456789abcdef"),
        HeaderField("idempotency-key", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
      ])
  }

  func requestInSession() throws {
    _ = try request(session)
  }

  func exchangeInSession() throws {
    try respond(to: try request(session))
  }

  func exchangeWithFreshKeys() throws {
    try respond(to: try request(SealingSession(to: recipient, cipher: cipher)))
  }

  private func request(_ session: SealingSession) throws -> (Exchange, Exchange) {
    let sealer = try RequestSealer(head, in: session, timestamp: 1_700_000_000)
    let client = try sealer.seal(body, into: &sealed)
    return (client, try opener.open(sealed, into: &opened).exchange)
  }

  private func respond(to exchanges: (client: Exchange, server: Exchange)) throws {
    try ResponseSealer(responseHead, to: exchanges.server).seal(body, into: &sealedResponse)
    _ = try ResponseOpener(exchanges.client, signers: .listed([])).open(sealedResponse, into: &opened)
  }
}
