import SealedCrypto
import SealedPayload
import Testing

/// Bytes that must not be found in any text, in the forms in which bytes are printed.
struct Marker: Sendable {
  let bytes: [UInt8]

  /// A text that tells them, if it does.
  func found(in text: String) -> String? {
    let text = text.lowercased().filter { !$0.isWhitespace }
    return forms.first { text.contains($0) }
  }

  /// Windows of the bytes, since a dump may be cut anywhere.
  private var forms: [String] {
    let whole = base64URL(bytes).lowercased()
    var forms = [whole, whole.replacing("-", with: "+").replacing("_", with: "/")]
    for start in stride(from: 0, through: bytes.count - 6, by: 1) {
      let window = Array(bytes[start..<start + 6])
      forms.append(window.withSpan { Text.hex($0) })
      let decimals = window.map(String.init)
      forms.append(decimals.joined(separator: ","))
      // As `dump` prints an array.
      forms.append(decimals.joined(separator: "-"))
    }
    if let text = String(validating: bytes, as: UTF8.self) { forms.append(text.lowercased()) }
    return forms
  }
}

/// Everything that Swift prints of a value without being asked for more.
func printed(_ value: Any) -> String {
  var dumped = ""
  dump(value, to: &dumped)
  let mirrored = Mirror(reflecting: value).children.map { "\($0.label ?? ""): \($0.value)" }.joined()
  return "\(value) " + String(describing: value) + String(reflecting: value) + dumped + mirrored
    + "\([value]) \(["key": value]) \(Optional.some(value) as Any)"
}

private struct Leaky {
  let secret: [UInt8]
}

@Suite("Secrets that can't be printed")
struct PrintedSecretsTests {
  private func check(_ value: Any, _ secrets: [[UInt8]], sourceLocation: SourceLocation = #_sourceLocation) {
    let text = printed(value)
    for secret in secrets {
      let found = Marker(bytes: secret).found(in: text)
      #expect(found == nil, "\(type(of: value)) shows \(found ?? "") in \(text)", sourceLocation: sourceLocation)
    }
  }

  @Test("The search itself finds what is printed", arguments: [32, 6, 64])
  func search(count: Int) {
    let bytes = Random.bytes(count)
    #expect(Marker(bytes: bytes).found(in: printed(Leaky(secret: bytes))) != nil)
    var dumped = ""
    dump(Leaky(secret: bytes), to: &dumped)
    #expect(Marker(bytes: bytes).found(in: dumped) != nil)
    #expect(Marker(bytes: bytes).found(in: bytes.withSpan { Text.hex($0) }.uppercased()) != nil)
    #expect(Marker(bytes: bytes).found(in: "x" + base64URL(bytes)) != nil)
    #expect(Marker(bytes: Array("hunter22".utf8)).found(in: "HUNTER22!") != nil)
    #expect(Marker(bytes: bytes).found(in: printed(Leaky(secret: Random.bytes(count)))) == nil)
  }

  @Test("Recipient keys and rings")
  func recipientKeys() throws {
    let bytes = Random.bytes(32)
    let privateKey = try RecipientPrivateKey(.x25519, secret: bytes.withSpan { Secret(copying: $0) })
    let key = RecipientKey(privateKey, issuer: try Issuer(name: "n"))
    let session = try SealingSession(to: key.recipient)
    let secret = session.context.exporter.withExporterSecret { [UInt8](copying: $0) }
    let ring = try KeyRing([key])
    _ = try PayloadOpener(ring).open(PayloadSealer(in: session, timestamp: 1).seal([1]))
    for value in [key, ring, session, PayloadOpener(ring), session.context] as [Any] { check(value, [bytes, secret]) }
  }

  @Test("Signing keys, and options that hold one")
  func signingKeys() {
    let seed = Random.bytes(32)
    let key = SigningKey(seed: seed.withSpan { Secret(copying: $0) })
    check(key, [seed])
    check(SealingOptions(signer: key), [seed])
  }

  @Test("Passphrases")
  func passphrases() {
    let text = "correct horse battery staple"
    check(Passphrase(text), [Array(text.utf8)])
  }

  @Test("Exchanges, and what holds one; neither the secret nor the request's head")
  func exchanges() throws {
    let world = try World("exchanges")
    let token = "Bearer s3cr3t-t0ken-of-a-user"
    let head = RequestHead(
      method: "GET", authority: "api.example.com", path: "/", fields: [HeaderField("authorization", token)])
    let sealed = try RequestSealer(head, in: world.session(), timestamp: 1).seal([])
    let secret = sealed.exchange.session.exporter.withExporterSecret { [UInt8](copying: $0) }
    let server = try RequestOpener(world.ring).open(sealed.bytes).0.exchange
    for exchange in [sealed.exchange, server] {
      check(exchange, [secret, Array(token.utf8)])
    }
    check(try ResponseOpener(sealed.exchange, signers: .listed([])), [secret, Array(token.utf8)])
    check(sealed, [secret, Array(token.utf8)])
  }
}
