import SealedGateway
import SealedHTTP
import SealedPayload

/// The request that all servers get.
enum BenchRequest {
  static let path = "/echo"
  /// Nothing that compresses: hpke-http would.
  static let body = (0..<1024).map { _ in UInt8.random(in: .min ... .max) }
}

/// Requests sealed to an API, each to be sent once.
struct SealedMessages {
  /// As many clients as there are connections.
  private static let sessions = 32

  private let address: String
  private let issuer: Issuer
  private let recipient: Recipient
  private let cipher: Cipher

  /// Fetches the API's keys, as a client does.
  init(address: String, issuer: Issuer, pin: VerifyingKey) async throws {
    let head = RequestHead(
      method: "GET", scheme: "http", authority: address, path: "/.well-known/sealed-payload-keys", fields: [])
    let answer = try await CurlTransport().send(RequestMessage(head))
    let now = SystemTime().now
    let configuration = try UnverifiedKeyConfiguration(try await answer.body.collect(upTo: 1 << 16))
      .verified(by: [pin], for: issuer, at: now).configuration
    guard let (recipient, cipher) = configuration.choose(at: now) else { throw NoUsableKey() }
    (self.address, self.issuer, self.recipient, self.cipher) = (address, issuer, recipient, cipher)
  }

  /// Writes messages whose sessions take turns.
  func write(_ count: Int, to file: MessageFile) throws {
    let sessions = try (0..<Self.sessions).map { _ in try SealingSession(to: recipient, cipher: cipher) }
    let head = RequestHead(
      method: "POST", scheme: issuer.scheme, authority: issuer.authority, path: BenchRequest.path,
      fields: [
        HeaderField("content-type", "application/octet-stream"),
        HeaderField("content-length", "\(BenchRequest.body.count)"),
      ])
    let options = SealingOptions(allowsPlainHTTP: issuer.scheme == "http")
    var sealed: [UInt8] = []
    for index in 0..<count {
      _ = try RequestSealer(
        head, in: sessions[index % sessions.count], timestamp: SystemTime().now, options: options
      ).seal(BenchRequest.body, into: &sealed)
      try file.add(sealed, to: address, contentType: "application/sealed-payload")
    }
  }

  private struct NoUsableKey: Error {}
}
