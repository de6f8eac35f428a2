import CMicrohttpd
import SealedHTTP
import Synchronization

/// One request and its response: what the library's thread and the handler's task share.
///
/// The library calls `step` with the head, then with each part of the body, then with none, until there is an answer to send. Where it
/// would have to wait, the connection is suspended, and resumed by whoever has what it waits for.
final class ListenerExchange: Sendable {
  /// What the library does next.
  enum Step {
    /// Goes on, having used up so many bytes of the body; or waits, if the connection was suspended.
    case proceed(used: Int)
    case send(Answer)
    case close
  }

  enum Phase {
    /// The first line has come.
    case head
    /// The body is collected; the handler doesn't know yet.
    case collecting
    /// The handler runs, and has not asked for the body.
    case expecting
    /// The handler reads the body.
    case receiving
    /// There is an answer; the rest of the body is thrown away.
    case draining
    /// The answer was sent ahead of the body's end; what comes is thrown away until the client closes.
    case lingering
    /// The request is complete.
    case handling
    /// The library sends the answer.
    case responding
    case over
  }

  struct State {
    var phase = Phase.head
    /// The library's connection as a number, as pointers can't be shared; only used between suspending and resuming.
    var suspended: UInt?
    var isAborted = false
    var request: GatedRequest?
    var collected: [UInt8] = []
    /// When the whole request must have come.
    var requestDeadline: ContinuousClock.Instant?
    var received = 0
    var drained = 0
    var incoming: IncomingBody
    var outgoing: OutgoingBody
    var source: (any BodyStream)?
    var answer: Answer?
    var task: Task<Void, Never>?
    var isHandled = false
  }

  let core: ListenerCore
  let connection: ListenerConnection
  let line: RequestLine
  let state: Mutex<State>

  init(core: ListenerCore, connection: ListenerConnection, line: RequestLine) {
    self.core = core
    self.connection = connection
    self.line = line
    let limit = core.limits.bufferBytes
    state = Mutex(State(incoming: IncomingBody(limit: limit), outgoing: OutgoingBody(limit: limit)))
  }

  /// The head is not yet read.
  var isAtHead: Bool { state.withLock { $0.phase == .head && !$0.isAborted } }

  /// No request follows on this connection: the listener stops, or the framing of chunks may be read in another way by a hop.
  var isLast: Bool {
    core.isStopping.load(ordering: .relaxed) || state.withLock { $0.request?.contentLength == nil }
  }

  var isSuspended: Bool { state.withLock { $0.suspended != nil } }

  /// A part of the request is missing.
  var isIncomplete: Bool {
    switch state.withLock({ $0.phase }) {
    case .head, .collecting, .expecting, .receiving, .draining, .lingering: true
    case .handling, .responding, .over: false
    }
  }

  /// Ends the exchange early: all that waits for it fails, and the library closes the connection.
  func abort() {
    let (task, source) = state.withLock { state -> (Task<Void, Never>?, (any BodyStream)?) in
      state.isAborted = true
      defer { Self.resume(&state) }
      return Self.cut(&state)
    }
    task?.cancel()
    source?.cancel()
  }

  /// The library is done with the exchange, well or not.
  func end() {
    let (task, source) = state.withLock { state -> (Task<Void, Never>?, (any BodyStream)?) in
      state.phase = .over
      state.suspended = nil
      state.answer = nil
      return Self.cut(&state)
    }
    task?.cancel()
    source?.cancel()
    connection.finish(deadline: core.now + core.limits.idleTime + core.limits.headTime)
  }

  /// Fails what is unfinished, and returns what is to be cancelled.
  private static func cut(_ state: inout State) -> (Task<Void, Never>?, (any BodyStream)?) {
    state.incoming.fail(.cut)
    let source = state.outgoing.isOver ? nil : state.source
    state.outgoing.fail()
    state.source = nil
    return (state.isHandled ? nil : state.task, source)
  }

  /// Lets the connection wait; false if it may not, because it is to be closed.
  func suspend(_ state: inout State, _ library: LibraryConnection) -> Bool {
    guard !state.isAborted, !core.isClosing.load(ordering: .sequentiallyConsistent) else { return false }
    library.suspend()
    state.suspended = library.number
    return true
  }

  /// Ends the wait, if there is one.
  static func resume(_ state: inout State) {
    guard let number = state.suspended.take() else { return }
    LibraryConnection(number: number).resume()
  }
}
