import SealedHTTP
import Synchronization

/// A client's connection: its descriptor as long as it is open, its deadline, and the exchange that it carries.
final class ListenerConnection: Sendable {
  private struct State {
    /// Negative once the library is about to close it: the number may then belong to another connection.
    var descriptor: Int32
    var deadline: ContinuousClock.Instant?
    var exchange: ListenerExchange?
    /// Requests whose first line has come.
    var requests = 0
    /// How many those were when the client's end was last seen; nil if it was not.
    var requestsAtEnd: Int?
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
      if state.requests > 0 { state.deadline = deadline }
      state.requests += 1
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
    if let exchange, exchange.answerBeforeEnd() || exchange.stopCollecting() || !exchange.isIncomplete { return }
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

  /// The descriptor; nil once the connection is closed.
  var descriptor: Int32? { withDescriptor { $0 } }

  /// The client has ended its side, which the library doesn't see while the connection is suspended, and not always while it reads.
  ///
  /// A suspended exchange ends now. A request of which a part is missing can't become complete; it ends at the second look, as
  /// what the client sent last may still be under way through the library.
  func clientEnded() {
    let (exchange, requests, before) = state.withLock { state in
      defer { state.requestsAtEnd = state.requests }
      return (state.exchange, state.requests, state.requestsAtEnd)
    }
    if let exchange, exchange.isSuspended { return abort() }
    if before == requests, exchange?.isIncomplete ?? true { abort() }
  }
}
