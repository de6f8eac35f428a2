import Glibc
import SealedHTTP
import Synchronization

/// The thread that accepts connections, looks at deadlines, and stops the listener.
final class ListenerThread: Sendable {
  private struct Ending {
    var deadline: ContinuousClock.Instant?
    var isOver = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let core: ListenerCore
  private let daemon: MicrohttpdDaemon
  private let listener: Int32
  private let ending = Mutex(Ending())

  init(core: ListenerCore, daemon: MicrohttpdDaemon, listener: Int32) {
    self.core = core
    self.daemon = daemon
    self.listener = listener
  }

  /// Starts the thread, which keeps this object until it ends.
  func start() throws(ListenerError) {
    let context = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = unsafe pthread_create(&thread, nil, ListenerThread.body, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw .system(errno: code, doing: "start a thread")
    }
    pthread_detach(thread)
  }

  /// Asks the thread to end; the sooner of two deadlines counts.
  func requestStop(within time: Duration) {
    ending.withLock { ending in
      let deadline = core.now + time
      ending.deadline = min(ending.deadline ?? deadline, deadline)
    }
    core.isStopping.store(true, ordering: .sequentiallyConsistent)
    core.signal.raise()
  }

  /// Waits until the thread has ended.
  func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let isOver = ending.withLock { ending in
        if !ending.isOver { ending.waiting.append(continuation) }
        return ending.isOver
      }
      if isOver { continuation.resume() }
    }
  }

  private static let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<ListenerThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }

  private func run() {
    var nextLook = core.now + core.limits.tick
    while ending.withLock({ $0.deadline }) == nil {
      let hasRoom = core.connections.count < core.capacity
      if core.signal.wait(listener: hasRoom ? listener : nil, for: nextLook - core.now) { accept() }
      if core.now >= nextLook {
        core.look()
        nextLook = core.now + core.limits.tick
      }
    }
    close(listener)
    finishExchanges()
    core.isClosing.store(true, ordering: .sequentiallyConsistent)
    for connection in core.connections.all { connection.abort() }
    daemon.stop(core)
    let waiting = ending.withLock { ending in
      ending.isOver = true
      return ending.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func accept() {
    // A flood of connections doesn't keep the thread from its deadlines.
    for _ in 0..<256 where core.connections.count < core.capacity {
      guard let (descriptor, address) = Sockets.accept(from: listener) else {
        // Without a free descriptor, accepting again at once would spin: the next look is soon enough.
        if errno == EMFILE || errno == ENFILE { _ = core.signal.wait(listener: nil, for: core.limits.tick) }
        return
      }
      let connection = ListenerConnection(
        descriptor: descriptor, peer: address.peer, deadline: core.now + core.limits.headTime)
      guard core.connections.enter(connection, descriptor: descriptor, perAddress: core.limits.connectionsPerAddress)
      else {
        close(descriptor)
        continue
      }
      // The library closes what it doesn't take.
      if !daemon.take(descriptor, address) { core.connections.remove(descriptor) }
    }
  }

  /// Lets exchanges finish until the deadline; connections without one end.
  private func finishExchanges() {
    while core.connections.count > 0, let deadline = ending.withLock({ $0.deadline }), core.now < deadline {
      for connection in core.connections.all { connection.shutDownIfIdle() }
      _ = core.signal.wait(listener: nil, for: min(core.limits.tick, deadline - core.now))
      core.look()
    }
  }
}
