#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// What SIGINT, SIGTERM and SIGHUP do: a command may handle them itself; otherwise they undo unfinished files, a hidden echo
/// and a progress line, and end the process.
package enum Interruption {
  private struct State {
    var unfinished: Set<String> = []
    var silencedTerminal: SilencedTerminal?
    var progressIsShown = false
    var handlers: [Int32: @Sendable (Int32) -> Void] = [:]
  }

  /// A terminal whose echo is off, and what turns it on again.
  package struct SilencedTerminal: Sendable {
    /// The descriptor of the terminal.
    let number: Int32

    /// Its settings from before.
    let settings: termios
  }

  private static let state = Mutex(State())
  private static let wakeup = Atomic<Int32>(-1)
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Starts listening for signals; those the parent had ignored stay ignored, those it had blocked do not stay blocked.
  ///
  /// The handler only passes the signal's number to a thread, because almost nothing is allowed inside a handler.
  package static func install() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wakeup.store(ends[1], ordering: .sequentiallyConsistent)
    unblock()
    guard startThread(reading: ends[0]) else { return }
    for number in signals {
      let before = signal(number, forward)
      // SIG_IGN is the address 1; function pointers cannot be compared.
      if unsafe unsafeBitCast(before, to: Int.self) == 1 { _ = signal(number, SIG_IGN) }
    }
  }

  /// A program that is started by a thread that blocks signals begins with them blocked, and could never be stopped.
  private static func unblock() {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private static let forward: @convention(c) (Int32) -> Void = { number in
    var byte = UInt8(truncatingIfNeeded: number)
    _ = unsafe write(wakeup.load(ordering: .relaxed), &byte, 1)
  }

  private static func startThread(reading end: Int32) -> Bool {
    // The descriptor travels inside the pointer's bits: there is nothing to allocate or to free.
    let argument = unsafe UnsafeMutableRawPointer(bitPattern: Int(end))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    return unsafe pthread_create(&thread, nil, { unsafe Interruption.wait($0) }, argument) == 0
  }

  private static func wait(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let end = Int32(truncatingIfNeeded: Int(bitPattern: argument))
    var byte: UInt8 = 0
    while true {
      guard unsafe read(end, &byte, 1) == 1 else { continue }
      guard let handler = state.withLock({ $0.handlers[Int32(byte)] }) else { break }
      handler(Int32(byte))
    }
    state.withLock { state in
      undo(state)
      _ = signal(Int32(byte), SIG_DFL)
      _ = kill(getpid(), Int32(byte))
      // The lock is kept: nothing new is made while the process ends.
      while true { _ = pause() }
    }
    return nil
  }

  private static func undo(_ state: State) {
    for path in state.unfinished { _ = unsafe unlink(path) }
    if let terminal = state.silencedTerminal {
      var settings = terminal.settings
      _ = unsafe tcsetattr(terminal.number, TCSANOW, &settings)
    }
    if state.progressIsShown {
      let erase = Array(Progress.erase.utf8)
      _ = unsafe erase.withUnsafeBytes { bytes in unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
  }
}

extension Interruption {
  /// Removes this file if the process is interrupted from now on.
  package static func watch(_ path: String) { state.withLock { _ = $0.unfinished.insert(path) } }

  /// The file is finished, or already removed.
  package static func forget(_ path: String) { state.withLock { _ = $0.unfinished.remove(path) } }

  /// The terminal whose echo must come back, or nil when it is back.
  package static func silence(_ terminal: SilencedTerminal?) { state.withLock { $0.silencedTerminal = terminal } }

  /// What these signals do from now on, instead of ending the process; called on a thread of its own, one after another.
  package static func handle(_ signals: [Int32], _ handler: @escaping @Sendable (Int32) -> Void) {
    state.withLock { state in
      for signal in signals { state.handlers[signal] = handler }
    }
  }

  /// Whether a progress line has to be erased.
  package static func progress(isShown: Bool) { state.withLock { $0.progressIsShown = isShown } }
}
