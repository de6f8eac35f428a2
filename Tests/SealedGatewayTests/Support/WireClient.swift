import Foundation
import Glibc
import Synchronization

/// A client that sends bytes as they are given, for requests that no HTTP library would send.
///
/// Calls wait on threads of their own, so that a server in the same process is never kept from its threads. What takes longer than
/// `patience` seconds fails.
final class WireClient: Sendable {
  struct Failure: Error {
    let doing: String
    let code: Int32
  }

  private let descriptor: Int32
  private let buffer = Mutex<[UInt8]>([])
  private let isOpen = Mutex(true)

  /// Connects to a port of this machine.
  init(port: UInt16, patience: Int = 20, sendBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(doing: "socket", code: errno) }
    var time = timeval(tv_sec: patience, tv_usec: 0)
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    if var sendBuffer {
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &sendBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 || Self.isConnected(descriptor)
      }
    }
    guard isConnected else {
      let code = errno
      Glibc.close(descriptor)
      throw Failure(doing: "connect", code: code)
    }
  }

  deinit { close() }

  /// Sends text, whose line ends are as written.
  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// Sends bytes.
  func send(_ bytes: [UInt8]) async throws {
    try await onThread { () throws in
      var sent = 0
      while sent < bytes.count { sent += try self.sendSome(bytes[sent...]) }
    }
  }

  /// Sends as much as goes without waiting for longer than so many milliseconds; returns how much.
  func sendWhatFits(_ bytes: [UInt8], milliseconds: Int32 = 500) async throws -> Int {
    try await onThread { () throws in
      var sent = 0
      while sent < bytes.count {
        var polled = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&polled, 1, milliseconds) > 0 else { break }
        let count = unsafe bytes[sent...].withUnsafeBytes {
          unsafe Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count < 0, errno == EAGAIN { break }
        guard count > 0 else { throw Failure(doing: "send", code: errno) }
        sent += count
      }
      return sent
    }
  }

  /// Reads the next response.
  func response(toHead: Bool = false) async throws -> WireResponse {
    try await onThread { () throws in
      try WireResponse.read(toHead: toHead) {
        try self.receive()
      } unread: {
        self.unread($0)
      }
    }
  }

  /// Reads until the server closes; nil if it resets the connection.
  func rest() async -> [UInt8]? {
    try? await onThread { () throws in
      var all: [UInt8] = []
      while let bytes = try self.receive() { all += bytes }
      return all
    }
  }

  /// Reads until the bytes end with the text, or the server closes; returns how many they were.
  func rest(until end: String) async -> Int {
    var count = 0
    var tail: [UInt8] = []
    while !tail.elementsEqual(end.utf8), let bytes = try? await some() {
      count += bytes.count
      tail = Array((tail + bytes).suffix(end.utf8.count))
    }
    return count
  }

  /// Reads what comes next; nil at the end.
  func some() async throws -> [UInt8]? { try await onThread { () throws in try self.receive() } }

  /// Says that nothing more will be sent.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes the connection.
  func close() {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { Glibc.close(descriptor) }
  }

  /// Waits for a connection that a signal has interrupted: it goes on being made.
  private static func isConnected(_ descriptor: Int32) -> Bool {
    guard errno == EINTR else { return false }
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    var code: Int32 = -1
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe poll(&polled, 1, 10_000) > 0 else { return false }
    return unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code == 0
  }

  private func sendSome(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Int {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count < 0, errno == EINTR { return 0 }
    guard count > 0 else { throw Failure(doing: "send", code: errno) }
    return count
  }

  private func receive() throws -> [UInt8]? {
    let kept = buffer.withLock { kept in
      defer { kept = [] }
      return kept
    }
    if !kept.isEmpty { return kept }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let capacity = bytes.count
    var count = unsafe recv(descriptor, &bytes, capacity, 0)
    while count < 0, errno == EINTR { count = unsafe recv(descriptor, &bytes, capacity, 0) }
    guard count >= 0 else { throw Failure(doing: "receive", code: errno) }
    return count == 0 ? nil : Array(bytes.prefix(count))
  }

  private func unread(_ bytes: [UInt8]) { buffer.withLock { $0 = bytes + $0 } }
}

/// Runs blocking work on a thread of its own: a pool would have too few, and add some only now and then.
func onThread<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
