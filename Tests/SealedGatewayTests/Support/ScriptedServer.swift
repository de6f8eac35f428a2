import Foundation
import Synchronization

/// A TCP server on 127.0.0.1 that does with each connection what a script says, byte for byte, on a thread of its own.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ScriptedConnection) throws -> Void

  let port: Int
  /// One element for each script that has ended: the number of its connection, from 0.
  let ended: AsyncStream<Int>
  private let listener: Listening
  private let state: Counter
  private let done: AsyncStream<Int>.Continuation

  /// Connections accepted so far.
  var accepted: Int { state.value }
  var origin: String { "http://127.0.0.1:\(port)" }
  var authority: String { "127.0.0.1:\(port)" }

  init(_ script: @escaping Script) throws {
    listener = try Listening()
    port = listener.port
    (ended, done) = AsyncStream.makeStream()
    state = Counter()
    Thread.detachNewThread { [listener, state, done] in
      while true {
        let socket = accept(listener.socket, nil, nil)
        guard socket >= 0 else { return }
        let number = state.next()
        Thread.detachNewThread {
          let connection = ScriptedConnection(socket, number: number)
          try? script(connection)
          connection.close()
          done.yield(number)
        }
      }
    }
  }

  /// Takes no more connections.
  func stop() { shutdown(listener.socket, Int32(SHUT_RDWR)) }

  deinit {
    stop()
    done.finish()
  }

  /// A port on which nothing listens.
  static func freePort() throws -> Int { try Listening().port }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
      count.withLock { count in
        defer { count += 1 }
        return count
      }
    }
  }
}

/// A listening socket, closed when neither the server nor the thread that accepts needs it any more.
private final class Listening: Sendable {
  let socket: Int32
  let port: Int

  init() throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(socket, address, length) == 0 && listen(socket, 128) == 0
          && getsockname(socket, address, &length) == 0
      }
    }
    (self.socket, port) = (socket, Int(UInt16(bigEndian: address.sin_port)))
    guard socket >= 0, result else { throw POSIXError(.EADDRNOTAVAIL) }
  }

  deinit {
    close(socket)
  }
}

/// One connection of a `ScriptedServer`; what it waits for ends after a minute.
final class ScriptedConnection {
  /// Which one it is, from 0.
  let number: Int
  private var socket: Int32
  private var buffer: [UInt8] = []

  init(_ socket: Int32, number: Int) {
    (self.socket, self.number) = (socket, number)
    setTime(SO_RCVTIMEO, milliseconds: 60_000)
    setTime(SO_SNDTIMEO, milliseconds: 60_000)
  }

  /// Reads to the end of a head.
  @discardableResult
  func readHead() throws -> String {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        defer { buffer.removeSubrange(..<range.upperBound) }
        return String(decoding: buffer[..<range.upperBound], as: UTF8.self)
      }
      guard try receive() else { throw POSIXError(.ECONNRESET) }
    }
  }

  /// Reads so many bytes.
  @discardableResult
  func read(_ count: Int) throws -> [UInt8] {
    while buffer.count < count {
      guard try receive() else { throw POSIXError(.ECONNRESET) }
    }
    defer { buffer.removeSubrange(..<count) }
    return Array(buffer[..<count])
  }

  /// Reads a chunked body.
  func readChunked() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      var line: [UInt8] = []
      while line.suffix(2) != [13, 10] { line += try read(1) }
      guard let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16)
      else { throw POSIXError(.EBADMSG) }
      body += try read(size)
      guard try read(2) == [13, 10] else { throw POSIXError(.EBADMSG) }
      if size == 0 { return body }
    }
  }

  /// Reads a request with a content-length, or without a body.
  func readRequest() throws -> (head: String, body: [UInt8]) {
    let head = try readHead()
    for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
      let length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
      return (head, try read(length))
    }
    return (head, [])
  }

  /// Reads until the peer closes, and gives how much came.
  @discardableResult
  func readToEnd() throws -> Int {
    while true {
      do {
        guard try receive() else { break }
      } catch let error as POSIXError where error.code == .ECONNRESET {
        break
      }
    }
    return buffer.count
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes until nothing more is taken for a while, and gives how much that was.
  func writeUntilStalled(_ bytes: [UInt8]) -> Int {
    setTime(SO_SNDTIMEO, milliseconds: 300)
    defer { setTime(SO_SNDTIMEO, milliseconds: 60_000) }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes {
        unsafe send(socket, $0.baseAddress, min($0.count, 65_536), Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      done += count
    }
    return done
  }

  func close() {
    guard socket >= 0 else { return }
    Glibc.close(socket)
    socket = -1
  }

  private func receive() throws -> Bool {
    let size = 65_536
    var count = 0
    buffer += unsafe [UInt8](unsafeUninitializedCapacity: size) { space, initialized in
      count = unsafe recv(socket, space.baseAddress, size, 0)
      initialized = max(count, 0)
    }
    guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return count > 0
  }

  private func setTime(_ option: Int32, milliseconds: Int) {
    var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
    unsafe setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
  }
}
