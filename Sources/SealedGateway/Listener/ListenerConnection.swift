import SealedHTTP
import Synchronization

/// A client's connection: its descriptor as long as it is open, its deadline, and the exchange that it carries.
final class ListenerConnection: Sendable {
  private struct State {
    /// Negative once the library is about to close it: the number may then belong to another connection.
    var descriptor: Int32
    var deadline: ContinuousClock.Instant?
    var exchange: ListenerExchange?
    var isFirst = true
  }

  let peer: PeerAddress
  private let state: Mutex<State>

  init(descriptor: Int32, peer: PeerAddress, deadline: ContinuousClock.Instant) {
    self.peer = peer
    state = Mutex(State(descriptor: descriptor, deadline: deadline))
  }

  /// A request's first line has come; the first one's deadline goes on.
  func begin(_ exchange: ListenerExchange, deadline: ContinuousClock.Instant) {
    state.withLock { state in
      state.exchange = exchange
      if !state.isFirst { state.deadline = deadline }
      state.isFirst = false
    }
  }

  /// Changes how long the connection may stay as it is.
  func setDeadline(_ deadline: ContinuousClock.Instant?) {
    state.withLock { $0.deadline = deadline }
  }

  /// The exchange is over; the next head may take until the deadline.
  func finish(deadline: ContinuousClock.Instant) {
    state.withLock { state in
      state.exchange = nil
      state.deadline = deadline
    }
  }

  /// Calls the closure with the descriptor, if it is open.
  func withDescriptor<R>(_ body: (Int32) -> R) -> R? {
    state.withLock { $0.descriptor < 0 ? nil : body($0.descriptor) }
  }

  /// Ends both directions, so that the library sees an end and closes.
  func shutDown() { _ = withDescriptor(Sockets.shutDown) }

  /// The library is about to close the descriptor.
  func close() {
    state.withLock { state in
      state.descriptor = -1
      state.exchange = nil
    }
  }

  /// Ends what is past its deadline.
  func expire(at now: ContinuousClock.Instant) {
    let (isLate, exchange) = state.withLock { state -> (Bool, ListenerExchange?) in
      guard let deadline = state.deadline, deadline <= now else { return (false, nil) }
      state.deadline = nil
      return (true, state.exchange)
    }
    guard isLate else { return }
    if exchange?.answerBeforeEnd() == true { return }
    exchange?.abort()
    shutDown()
  }

  /// Ends the connection now, whatever it does.
  func abort() {
    state.withLock { $0.exchange }?.abort()
    shutDown()
  }

  /// Ends the connection if it carries no exchange.
  func shutDownIfIdle() {
    state.withLock { state in
      if state.exchange == nil, state.descriptor >= 0 { Sockets.shutDown(state.descriptor) }
    }
  }

  /// The exchange that waits, and the descriptor that shows whether its client still does.
  var waiting: (exchange: ListenerExchange, descriptor: Int32)? {
    // The exchange locks before the connection does, so it is asked afterwards.
    let (exchange, descriptor) = state.withLock { ($0.exchange, $0.descriptor) }
    guard let exchange, descriptor >= 0, exchange.isSuspended else { return nil }
    return (exchange, descriptor)
  }
}
