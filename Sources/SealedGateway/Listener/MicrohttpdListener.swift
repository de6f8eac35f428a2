internal import Synchronization

/// A listener for HTTP/1.1 and HTTP/1.0, on libmicrohttpd.
///
/// Chunks are framed in a way that lenient hops read differently, so a connection ends after a request that came in chunks. The half of
/// a connection that a client closes counts as the client's leaving, once its request has been waiting.
public final class MicrohttpdListener: Listener {
  private enum Phase {
    case new
    case running(ListenerThread)
    case stopped
  }

  private let address: ListenerAddress
  private let limits: ListenerLimits
  private let handler: RequestHandler
  private let phase = Mutex(Phase.new)

  /// Makes a listener; `start` opens the socket.
  public init(
    at address: ListenerAddress, limits: ListenerLimits = ListenerLimits(), handler: @escaping RequestHandler
  ) {
    self.address = address
    self.limits = limits
    self.handler = handler
  }

  deinit {
    if case .running(let thread) = phase.withLock({ $0 }) { thread.requestStop(within: .zero) }
  }

  /// Starts to accept connections; called once.
  public func start() throws(ListenerError) -> ListenerAddress {
    try phase.withLock { (phase) throws(ListenerError) -> ListenerAddress in
      guard case .new = phase else { throw .alreadyStarted }
      let socket = try Sockets.listen(at: address)
      do throws(ListenerError) {
        phase = .running(try run(on: socket.descriptor))
      } catch {
        Sockets.close(socket.descriptor)
        throw error
      }
      return socket.address
    }
  }

  /// Refuses new connections at once, lets exchanges finish until the time is over, then cuts what is left.
  public func stop(within time: Duration) async {
    let running = phase.withLock { phase -> ListenerThread? in
      guard case .running(let thread) = phase else {
        phase = .stopped
        return nil
      }
      return thread
    }
    guard let running else { return }
    running.requestStop(within: time)
    await running.waitForEnd()
  }

  private func run(on socket: Int32) throws(ListenerError) -> ListenerThread {
    let files = Sockets.openFiles()
    let capacity = max(1, min(limits.connections, max(files - ListenerLimits.otherFiles, files / 2)))
    let core = ListenerCore(limits: limits, capacity: capacity, signal: try Signal(), handler: handler)
    let daemon = try MicrohttpdDaemon.start(core)
    let thread = ListenerThread(core: core, daemon: daemon, listener: socket)
    do throws(ListenerError) {
      try thread.start()
    } catch {
      daemon.stop(core)
      throw error
    }
    return thread
  }
}
