import Foundation
import Glibc
import Synchronization

/// A server on 127.0.0.1 whose connections the test answers byte by byte, each on a thread of its own.
final class RawServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let heads = Mutex<[String]>([])
  private let accepted = Mutex(0)

  /// The heads of all requests so far.
  var requests: [String] { heads.withLock { $0 } }
  /// How many connections were made.
  var connections: Int { accepted.withLock { $0 } }
  var authority: String { "127.0.0.1:\(port)" }

  /// - Parameter answer: called with each request's head; throws when the connection is gone. A connection closes when it returns false.
  init(_ answer: @escaping @Sendable (_ head: String, RawConnection) throws -> Bool) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (listener, addressSize) = (listener, size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listener, address, addressSize) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard result else { throw POSIXError(.EADDRINUSE) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else {
          close(listener)  // By the only thread that uses it: the number may be another's right after.
          return
        }
        self?.accepted.withLock { $0 += 1 }
        Thread.detachNewThread { [weak self] in
          let connection = RawConnection(descriptor)
          while let head = try? connection.readHead() {
            self?.heads.withLock { $0.append(head) }
            guard (try? answer(head, connection)) == true else { return }
          }
        }
      }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// One accepted connection.
final class RawConnection {
  struct Gone: Error {}

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Everything up to the empty line; its bytes as UTF-8.
  func readHead() throws -> String {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        defer { buffer.removeSubrange(..<range.upperBound) }
        return String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
      }
      try fill()
    }
  }

  /// A body as its head frames it.
  func readBody(of head: String) throws -> [UInt8] {
    let head = head.lowercased()
    guard head.contains("transfer-encoding: chunked") else {
      let length = head.split(separator: "content-length: ").dropFirst().first.flatMap {
        Int($0.prefix(while: \.isNumber))
      }
      return try read(length ?? 0)
    }
    var body: [UInt8] = []
    while true {
      let size = Int(String(decoding: try readLine(), as: UTF8.self), radix: 16) ?? 0
      body += try read(size)
      _ = try readLine()
      if size == 0 { return body }
    }
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Gone() }
      rest = rest.dropFirst(count)
    }
  }

  func writeChunk(_ bytes: [UInt8]) throws {
    try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
  }

  /// Returns when the peer has closed the connection.
  func waitForClose() {
    while (try? fill()) != nil {}
  }

  private func readLine() throws -> [UInt8] {
    while true {
      if let range = buffer.firstRange(of: [13, 10]) {
        defer { buffer.removeSubrange(..<range.upperBound) }
        return Array(buffer[..<range.lowerBound])
      }
      try fill()
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try fill() }
    defer { buffer.removeSubrange(..<count) }
    return Array(buffer[..<count])
  }

  private func fill() throws {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { throw Gone() }
    buffer += piece[..<count]
  }
}
