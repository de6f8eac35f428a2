/// How a `CurlTransport` connects, how much it keeps, and how long it waits.
public struct UpstreamOptions: Sendable {
  /// Where requests go.
  public var route: UpstreamRoute

  /// A PEM file with the certificate authorities that servers are verified against; nil for the system's.
  public var certificateAuthorities: String?

  /// How long it waits.
  public var times = UpstreamTimes()

  /// How much it takes in.
  public var limits = UpstreamLimits()

  /// Threads that move bytes; each has its own connections.
  public var threads = 1

  /// Makes options.
  public init(route: UpstreamRoute = .authority, certificateAuthorities: String? = nil) {
    self.route = route
    self.certificateAuthorities = certificateAuthorities
  }
}

/// How long a `CurlTransport` waits for a server; time that it waits for the application doesn't count.
public struct UpstreamTimes: Sendable, Hashable {
  /// From the call until the request can be sent: a free connection, the name's address, TCP and TLS.
  public var connect = Duration.seconds(10)

  /// From the end of the request until the head of the response.
  public var head = Duration.seconds(60)

  /// Between two bytes, while the server should take or send some; nil for no limit.
  public var idle: Duration? = .seconds(120)

  /// How long a connection without a request is kept, in whole seconds; shorter than common servers keep theirs.
  public var unused = Duration.seconds(3)

  /// Makes the defaults.
  public init() {}
}

/// How much a `CurlTransport` takes in, and how many connections it has.
public struct UpstreamLimits: Sendable, Hashable {
  /// Bytes of a response's head, with the interim ones before it and the trailers after it.
  public var responseHead = 65_536

  /// Fields of a response.
  public var responseFields = 128

  /// Bytes of a request's head.
  public var requestHead = 262_144

  /// Bytes of a body that are kept for a slow reader, before the sender has to wait.
  public var buffer = 262_144

  /// Requests to one origin at a time, each on its own connection; further ones wait.
  public var connectionsPerOrigin = 4_096

  /// Requests that wait; one more is refused.
  public var waiting = 4_096

  /// Connections of all origins above which unused ones are closed.
  public var kept = 512

  /// Makes the defaults.
  public init() {}
}
