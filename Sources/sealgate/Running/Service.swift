internal import Dispatch
internal import SealedCommandLine
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A command that runs until a signal ends it.
///
/// It reads its configuration again on SIGHUP, and stops in an orderly way on SIGTERM and SIGINT.
struct Service {
  /// Reads the configuration again; called on a thread of its own, once at a time.
  let reload: @Sendable () -> Void

  /// Accepts no more, and ends what was begun.
  let stop: @Sendable () async -> Void

  /// Waits for the signal that ends the command, and stops.
  ///
  /// Call it before anybody can know that the command is ready: a signal must not come too early.
  func run(whenReady: () throws(ToolError) -> Void) throws(ToolError) {
    let end = DispatchSemaphore(value: 0)
    Interruption.handle([SIGTERM, SIGINT]) { _ in end.signal() }
    Interruption.handle([SIGHUP]) { _ in reload() }
    try whenReady()
    end.wait()
    // A second signal ends it at once.
    Interruption.handle([SIGTERM, SIGINT]) { number in _exit(128 + number) }
    Blocking.run(stop)
  }
}
