public import SealedPayload

/// A request that was opened and admitted: what the application gets.
public struct ServedRequest: Sendable {
  /// Method, path, fields as the client sealed them; nothing that a hop added.
  ///
  /// For an exception of the routes, which is not sealed, they are what came over the network.
  public let head: RequestHead

  /// The body.
  ///
  /// A streamed one throws if it was cut or changed: act on it only when it has ended.
  public let body: MessageBody

  /// How the request was protected.
  public let protection: Protection

  /// Fields that hops may read and write, such as traceparent: for tracing, never for decisions.
  public let untrustedFields: [HeaderField]

  /// Where the request came from, as far as this machine and its trusted proxies can tell.
  public let source: PeerAddress

  package init(
    head: RequestHead, body: MessageBody, protection: Protection, untrustedFields: [HeaderField], source: PeerAddress
  ) {
    self.head = head
    self.body = body
    self.protection = protection
    self.untrustedFields = untrustedFields
    self.source = source
  }

  /// How a request was protected.
  public enum Protection: Sendable {
    /// Not at all: its route is an exception by name.
    case unsealed
    /// Sealed by a client that nobody knows.
    case sealed
    /// Sealed by this client; the body can't be shown to a third party.
    case authenticated(RegisteredClient)
    /// Sealed and signed by this client, body included; a `Receipt` of `message` shows it to a third party.
    case signed(RegisteredClient, OpenedMessage)
  }

  /// Who sent it, if that is known.
  public var client: RegisteredClient? {
    switch protection {
    case .unsealed, .sealed: nil
    case .authenticated(let client), .signed(let client, _): client
    }
  }
}
