import SealedHTTP
import Synchronization

/// What all threads of one listener share.
final class ListenerCore: Sendable {
  let limits: ListenerLimits
  /// Connections at the same time at most, as far as the process's limits allow.
  let capacity: Int
  let handler: RequestHandler
  let connections = ConnectionRegistry()
  let signal: Signal
  /// Connections are not kept for further requests.
  let isStopping = Atomic(false)
  /// Nothing may be suspended any more.
  let isClosing = Atomic(false)

  init(limits: ListenerLimits, capacity: Int, signal: Signal, handler: @escaping RequestHandler) {
    self.limits = limits
    self.capacity = capacity
    self.signal = signal
    self.handler = handler
  }

  var now: ContinuousClock.Instant { ContinuousClock.now }

  /// Takes a connection from the registry when the library closes it.
  func forget(_ connection: ListenerConnection, descriptor: Int32) {
    connection.close()
    connections.remove(descriptor)
    let isAwaited = isStopping.load(ordering: .relaxed) || connections.count >= capacity - 1
    if isAwaited { signal.raise() }
  }

  /// Ends what is late, and the exchanges of clients that have gone.
  func look() {
    let now = now
    let all = connections.all
    for connection in all { connection.expire(at: now) }
    let open = all.compactMap { connection in connection.descriptor.map { (connection, $0) } }
    for index in Sockets.ended(open.map(\.1)) { open[index].0.clientEnded() }
  }
}
