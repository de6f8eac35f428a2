internal import CCurl
internal import Glibc
internal import Synchronization

/// What the other threads tell the one that moves bytes.
enum UpstreamCommand: Sendable {
  case start(UpstreamExchange)
  /// A paused body can go on.
  case resume(UpstreamExchange)
  case cancel(UpstreamExchange)
  case stop
}

/// Carries commands to the thread, and wakes it.
final class Mailbox: Sendable {
  /// Readable when there are commands.
  let descriptor: Int32
  private let commands = Mutex<[UpstreamCommand]>([])

  init() throws(UpstreamError) {
    descriptor = scurl_event_create()
    guard descriptor >= 0 else { throw .couldNotConnect(.system(errno)) }
  }

  deinit {
    close(descriptor)
  }

  /// Adds a command; only the first one of a batch costs a system call.
  func post(_ command: UpstreamCommand) {
    let isFirst = commands.withLock { commands in
      commands.append(command)
      return commands.count == 1
    }
    if isFirst { eventfd_write(descriptor, 1) }
  }

  /// Takes all commands.
  func take() -> [UpstreamCommand] {
    var count: eventfd_t = 0
    unsafe eventfd_read(descriptor, &count)
    return commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}
