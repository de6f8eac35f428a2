import SealedGateway
import SealedHTTP
import SealedPayload

/// A sealed request as a hop could have captured it, with what opens its answers.
struct Message: Sendable {
  /// What hops see; may be changed as a hop would.
  var outer: RequestMessage
  /// The idempotency key inside.
  let key: String
  let exchange: Exchange
  let signers: [VerifyingKey]

  /// What came back.
  enum Reply: Sendable, Equatable {
    /// The API's response.
    case response(status: Int)
    /// The gateway's refusal under seal.
    case verdict(String, processed: Bool?)
    /// An unsealed refusal.
    case hint(String, status: Int)
  }

  /// Sends a copy.
  func send(over transport: any Transport) async throws -> Reply {
    let response = try await transport.send(outer)
    let body = try await response.body.collect(upTo: 1 << 20)
    guard response.head.fields.contains(HeaderField("content-type", "application/sealed-payload")) else {
      return .hint(Self.reason(body), status: response.head.status)
    }
    let opener = try ResponseOpener(
      exchange, signers: .listed(signers), options: OpeningOptions(allowsPlainHTTP: true))
    switch try opener.open(body).0 {
    case .response(let opened): return .response(status: opened.head.status)
    case .verdict(let verdict, _): return .verdict(verdict.reason, processed: verdict.processed)
    }
  }

  /// The type of a problem document without its prefix.
  private static func reason(_ body: [UInt8]) -> String {
    guard let document = try? JSONDocument(body.span), let type = document.string(document.member("type"))
    else { return String(decoding: body, as: UTF8.self) }
    return String(type.split(separator: ":").last ?? "")
  }
}
