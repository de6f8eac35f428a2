import Foundation
import SealedHTTP
import SealedPayload
import Synchronization

/// A gate that a thread waits at until the test opens it, or the other way round.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  /// Blocks a thread that is the test server's own.
  func wait() { semaphore.wait() }

  /// Waits from a task.
  func opened() async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        self.semaphore.wait()
        continuation.resume()
      }
    }
  }
}

/// A body of given pieces, which may end with an error.
final class PieceStream: BodyStream {
  private let rest: Mutex<[[UInt8]]>
  private let failure: (any Error)?
  private let cancelled = Mutex(false)

  var isCancelled: Bool { cancelled.withLock { $0 } }

  init(_ pieces: [[UInt8]], failure: (any Error)? = nil) {
    rest = Mutex(pieces)
    self.failure = failure
  }

  func next() async throws -> [UInt8]? {
    if let piece = rest.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return piece }
    if let failure { throw failure }
    return nil
  }

  func cancel() { cancelled.withLock { $0 = true } }
}

/// Bytes that differ from place to place, so that a lost or doubled piece shows.
func pattern(_ count: Int) -> [UInt8] { Array(longPattern.prefix(count)) }

private let longPattern = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8 ^ $0 >> 16) }

extension RawServer {
  func request(_ method: String = "GET", _ path: String = "/", fields: [HeaderField] = [], body: MessageBody = .empty)
    -> RequestMessage
  {
    RequestMessage(
      RequestHead(method: method, scheme: "http", authority: authority, path: path, fields: fields), body: body)
  }
}

extension RawConnection {
  /// Answers 200 with these bytes; the connection stays open.
  func answer(_ body: [UInt8] = Array("ok".utf8), fields: String = "") throws -> Bool {
    try write(Array("HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.count)\r\n\r\n".utf8) + body)
    return true
  }
}
