/// Where a connection comes from, as far as this machine can see: a client, or the hop before us.
public struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
  /// An IPv4 or IPv6 address in text, or another name that stays the same for one peer.
  public let host: String

  /// Makes an address.
  public init(_ host: String) {
    self.host = host
  }

  /// The text.
  public var description: String { host }
}
