internal import SealedCrypto
internal import SealedPayload

/// One file of spec/vectors: a message, what opens it, and what must come of that.
struct SealedPayloadVector {
  enum Opener: String {
    case payload, request, response
  }

  let name: String
  let opener: Opener
  let sealed: [UInt8]
  let expected: ExpectedOutcome
  let options: OpeningOptions
  let key: VectorNode
  let issuer: Issuer
  let request: [UInt8]?
  let responseKeys: [VerifyingKey]
  let derivation: VectorNode?
  let resealing: VectorNode?

  init(_ file: VectorNode) throws(VectorError) {
    name = try file.string("name")
    guard let opener = Opener(rawValue: try file.string("open_as")) else { throw .unsupported("open_as") }
    self.opener = opener
    sealed = Array(try file.hex("sealed"))
    expected = try ExpectedOutcome(try file.node("expect"))
    key = try file.node("recipient")
    issuer = try Self.issuer(key)
    options = OpeningOptions(
      limits: file.has("body_limit") ? OpeningLimits(body: try file.integer("body_limit")) : OpeningLimits(),
      allowsPlainHTTP: file.has("allow_http"))
    request = opener == .response ? Array(try file.hex("request")) : nil
    responseKeys = opener == .response ? try Self.keys(file) : []
    derivation = file.has("derivation") ? try file.node("derivation") : nil
    resealing = file.has("seal") ? try file.node("seal") : nil
  }

  private static func keys(_ file: VectorNode) throws(VectorError) -> [VerifyingKey] {
    var keys: [VerifyingKey] = []
    for text in try file.strings("response_keys") {
      let bytes = Array(text.utf8)[...]
      guard let key = Text.decodeHex(bytes.span).flatMap({ try? VerifyingKey(bytes: $0) })
      else { throw .member("response_keys") }
      keys.append(key)
    }
    return keys
  }

  private static func issuer(_ key: VectorNode) throws(VectorError) -> Issuer {
    let text = try key.string("iss")
    do { return try Issuer(text) } catch { throw .member("iss") }
  }

  /// The ring that holds the recipient's key.
  func ring() throws(VectorError) -> KeyRing {
    let secret = try key.secret("private_key", count: 32)
    do {
      let privateKey = try RecipientPrivateKey(.x25519, secret: secret)
      return try KeyRing([RecipientKey(privateKey, issuer: issuer)])
    } catch {
      throw .member("private_key")
    }
  }

  /// What the client keeps to open the response.
  func clientExchange(_ ring: KeyRing) throws(VectorError) -> Exchange {
    do {
      let server = try RequestOpener(ring, options: options).open(request ?? []).0.exchange
      return Exchange(
        role: .client, session: server.session, requestPrelude: server.requestPrelude,
        requestHeadHash: server.requestHeadHash, requestMethod: server.requestMethod)
    } catch {
      throw .member("request")
    }
  }
}
