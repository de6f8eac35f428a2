#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The clock of a client or server; tests have one that they set by hand.
public protocol TimeSource: Sendable {
  /// Seconds since 1970.
  var now: UInt64 { get }

  /// Waits; throws when the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// The machine's clock.
public struct SystemTime: TimeSource {
  /// Makes it.
  public init() {}

  /// Seconds since 1970.
  public var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(max(time.tv_sec, 0))
  }

  /// Waits; throws when the task is cancelled.
  public func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration)
  }
}
