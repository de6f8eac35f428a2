/// What a listener allows its clients.
public struct ListenerLimits: Sendable {
  /// Bytes of a request's head at most, else 431.
  public var headBytes = 16 << 10
  /// Bytes of a request's target at most, else 414.
  public var targetBytes = 8 << 10
  /// Fields of a request at most, else 431.
  public var fields = 128

  /// A body that says it has at most so many bytes is there as a whole when the handler is called, if it arrives within `headTime`
  /// of its head; others are streams.
  public var wholeBodyBytes = 256 << 10
  /// Bytes of a body at most, else 413: the last line of defence, as the handler has its own limit.
  public var bodyBytes = 4 << 30
  /// Bytes of a stream that wait for their reader at most, in each direction.
  public var bufferBytes = 64 << 10
  /// Bytes of a request's body that are read and thrown away, so that an answer ahead of its end is seen.
  public var drainBytes = 256 << 10

  /// Time for a first head to arrive, from the connection on, and for a later one, from its first line on.
  public var headTime = Duration.seconds(10)
  /// Time for the whole request to arrive, from its head on.
  public var requestTime = Duration.seconds(1800)
  /// Time, in whole seconds, in which a connection may move nothing while it waits for its peer: for the next request, for more of a
  /// body, for room to send.
  public var idleTime = Duration.seconds(60)
  /// Time in which a body is thrown away.
  public var drainTime = Duration.seconds(5)

  /// Connections at the same time at most; the next ones wait until one ends.
  ///
  /// The process's limit of open files may allow fewer.
  public var connections = 4096
  /// Connections of one address at the same time at most; further ones are closed.
  ///
  /// None by default: behind a hop, all clients have the hop's address.
  public var connectionsPerAddress: Int?

  /// Threads that read, write and start handlers; by default one for each processor.
  public var threads: Int?

  /// Makes the default limits.
  public init() {}
}

extension ListenerLimits {
  /// Bytes of a response's head at most, so that it always fits beside that of the request.
  static let responseHeadBytes = 8 << 10
  /// A whole body of at most so many bytes is handed to the library at once.
  static let wholeResponseBytes = 64 << 10
  /// Open files that are not for connections.
  static let otherFiles = 256

  /// Memory of a connection: both heads, and the library's notes on them.
  ///
  /// The library clears it after each exchange, so more of it costs time.
  var poolBytes: Int { 2 * headBytes + Self.responseHeadBytes }

  /// How often deadlines are looked at.
  var tick: Duration {
    let shortest = min(headTime, requestTime, drainTime)
    return min(max(shortest / 8, .milliseconds(20)), .milliseconds(500))
  }
}
