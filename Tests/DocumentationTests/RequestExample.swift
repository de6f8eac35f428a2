import SealedPayload

/// Both sides of one request, in one process.
func placeOrder(_ order: [UInt8], now: UInt64) throws -> [UInt8] {
  // The API: a key for its origin. Clients need to know the origin and the public half, "x25519:...".
  let origin = try Issuer(origin: "https://api.example")
  let key = RecipientKey(try RecipientPrivateKey(), issuer: origin)
  let published = key.description

  // The client seals. The session may serve more requests.
  let session = try SealingSession(to: Recipient(RecipientPublicKey(published), issuer: origin))
  let head = RequestHead(
    method: "POST", scheme: "https", authority: "api.example", path: "/v1/orders",
    fields: [HeaderField("authorization", "Bearer 5f3c")])
  let request = try RequestSealer(head, in: session, timestamp: now).seal(order)

  // The API opens `request.bytes`, which came as the body of POST /v1/orders, and seals its answer.
  let (question, body) = try RequestOpener(KeyRing([key])).open(request.bytes)
  let response = try ResponseSealer(ResponseHead(status: 201), to: question.exchange).seal(body)

  // The client opens the answer with what it kept. Nothing else opens it, and it opens nothing else.
  let (_, answer) = try ResponseOpener(request.exchange, signers: .listed([])).open(response)
  return answer
}
