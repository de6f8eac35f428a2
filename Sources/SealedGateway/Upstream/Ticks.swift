internal import Glibc

/// The clock of the thread that moves bytes: milliseconds that never go back.
enum Ticks {
  static var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
  }

  /// How long epoll waits for a time: without end if there is none.
  static func wait(until deadline: UInt64?) -> Int32 {
    guard let deadline else { return -1 }
    let now = now
    return deadline <= now ? 0 : Int32(min(deadline - now, 60_000))
  }
}

extension Duration {
  /// Milliseconds, at least 1 and at most a year.
  var milliseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 1 }
    guard seconds < 31_536_000 else { return 31_536_000_000 }
    return max(1, UInt64(seconds) * 1_000 + UInt64(attoseconds / 1_000_000_000_000_000))
  }
}
