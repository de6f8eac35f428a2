internal import SealedPayload

extension SealedServer {
  /// The answer to one of the few requests that come unsealed; nil if the request has to be sealed.
  func unsealedAnswer(to outer: RequestMessage, from peer: PeerAddress) async throws(Hint) -> ResponseMessage? {
    let head = outer.head
    if let answer = options.crossOrigin.preflight(head) { return answer }
    if head.method == "GET" || head.method == "HEAD", options.mapsOuterTarget(head.path) == WellKnown.keysPath {
      return keyConfiguration(asks: head.method)
    }
    guard options.hasExceptions, !isSealed(head), let exception = options.exception(head, for: keys.issuer)
    else { return nil }
    let request = ServedRequest(
      head: exception, body: outer.body, protection: .unsealed, untrustedFields: [],
      source: options.source(of: head, peer))
    do {
      return try await handler(request)
    } catch let refusal as HandlerRefusal {
      throw Hint(reason: refusal.reason, status: refusal.status)
    } catch {
      throw Hint(reason: "failed", status: 500)
    }
  }

  /// The configuration may be cached for as long as it is good for: it is signed.
  private func keyConfiguration(asks method: String) -> ResponseMessage {
    let (published, now) = (keys.published, time.now)
    let seconds = published.expiry > now ? min(published.expiry - now, 300) : 0
    let fields = [
      HeaderField("content-type", WellKnown.keysMediaType),
      HeaderField("cache-control", seconds > 0 ? "public, max-age=\(seconds)" : "no-store"),
      HeaderField("vary", WellKnown.carrierFieldTitle),
    ]
    return ResponseMessage(
      status: 200, fields: fields, body: MessageBody(method == "HEAD" ? [] : published.configuration))
  }

  private func isSealed(_ head: RequestHead) -> Bool {
    head.fields.contains {
      $0.name == WellKnown.carrierField || ($0.name == "content-type" && Carrier.isMediaType($0))
    }
  }

  /// The server's clock, sealed: what a client asks for before a request that must not fail for its clock's sake.
  func timeAnswer(to request: ServedRequest) throws(Refusal) -> ResponseMessage {
    guard request.head.method == "GET" else { throw .mismatch }
    return ResponseMessage(
      status: 200, fields: [HeaderField("content-type", "application/json")],
      body: MessageBody(Array("{\"time\":\(time.now)}".utf8)))
  }
}

extension ServerOptions {
  /// Where a request comes from: the peer, or what a trusted proxy says of the peer before it.
  func source(of head: RequestHead, _ peer: PeerAddress) -> PeerAddress {
    guard !trustedProxies.isEmpty, trustedProxies.contains(peer) else { return peer }
    let lines = head.fields.filter { $0.name == "x-forwarded-for" }.map(\.value).joined(separator: ",")
    for part in lines.split(separator: ",").reversed() {
      let text = String(part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }.prefix(64))
      // What is no address is not believed, and nothing that stands before it.
      guard let address = NetworkAddress(text).map({ PeerAddress($0.text) }) else { break }
      if !trustedProxies.contains(address) { return address }
    }
    return peer
  }
}
