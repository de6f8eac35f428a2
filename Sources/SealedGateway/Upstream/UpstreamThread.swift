internal import Glibc

/// The thread that runs an `UpstreamLoop`; it ends when nobody holds this any more.
final class UpstreamThread: Sendable {
  private let mailbox: Mailbox

  init(_ options: UpstreamOptions) throws(UpstreamError) {
    mailbox = try Mailbox()
    let start = UpstreamStart(loop: try UpstreamLoop(options, mailbox: mailbox))
    try unsafe Self.run(start)
  }

  deinit {
    mailbox.post(.stop)
  }

  /// Tells the thread something.
  func post(_ command: UpstreamCommand) { mailbox.post(command) }

  /// Unsafe: the start is retained for the thread, which releases it when it is done.
  @unsafe
  private static func run(_ start: UpstreamStart) throws(UpstreamError) {
    let context = unsafe Unmanaged.passRetained(start)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        UpstreamThread.blockSignals()
        unsafe Unmanaged<UpstreamStart>.fromOpaque(context).takeRetainedValue().loop.run()
        return nil
      }, context.toOpaque())
    guard result == 0 else {
      unsafe context.release()
      throw .couldNotConnect(.system(result))
    }
    pthread_detach(thread)
  }

  /// Signals are for other threads; a connection that breaks must not raise SIGPIPE here.
  private static func blockSignals() {
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
  }
}

/// Carries the loop to its thread.
private final class UpstreamStart {
  let loop: UpstreamLoop

  init(loop: UpstreamLoop) {
    self.loop = loop
  }
}
