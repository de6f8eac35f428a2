import Glibc

/// Wakes a thread that waits in `poll`.
final class Signal: Sendable {
  private let reading: Int32
  private let writing: Int32

  init() throws(ListenerError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .system(errno: errno, doing: "make a pipe") }
    for end in ends { Sockets.keepToSelf(end) }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// Wakes the thread.
  ///
  /// A full pipe is as good: it will wake.
  func raise() {
    var byte: UInt8 = 0
    _ = unsafe write(writing, &byte, 1)
  }

  /// Waits for the signal, for a connection if a listener is given, or for the time to pass.
  func wait(listener: Int32?, for time: Duration) -> Bool {
    var polled = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
    if let listener { polled.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0)) }
    let (seconds, attoseconds) = time.components
    let milliseconds = Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
    let count = unsafe polled.withUnsafeMutableBufferPointer {
      unsafe poll($0.baseAddress, nfds_t($0.count), milliseconds)
    }
    guard count > 0 else { return false }
    if polled[0].revents != 0 { drain() }
    return listener != nil && polled[1].revents != 0
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 512)
    let capacity = bytes.count
    while unsafe read(reading, &bytes, capacity) == capacity {}
  }
}
