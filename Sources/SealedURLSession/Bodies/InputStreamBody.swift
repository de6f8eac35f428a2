internal import Foundation
internal import SealedHTTP
internal import Synchronization

/// Reads an InputStream as a body, on a queue of its own because reading may wait.
final class InputStreamBody: BodyStream, @unchecked Sendable {  // The stream is used on `queue` alone.
  /// Bytes in one piece at most.
  private static let pieceSize = 1 << 16

  private let stream: InputStream
  private let queue = DispatchQueue(label: "sealed-payload.input")
  private let isCancelled = Mutex(false)
  private var isOpen = false

  init(_ stream: InputStream) {
    self.stream = stream
  }

  func next() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try self.read() }) }
    }
  }

  func cancel() {
    isCancelled.withLock { $0 = true }
    queue.async { self.stream.close() }
  }

  private func read() throws -> [UInt8]? {
    guard !isCancelled.withLock({ $0 }) else { throw BodyError.cancelled }
    if !isOpen {
      isOpen = true
      if stream.streamStatus == .notOpen { stream.open() }
    }
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    let count = unsafe piece.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return unsafe stream.read(start, maxLength: buffer.count)
    }
    guard count >= 0 else { throw stream.streamError ?? BodyError.cut }
    guard count > 0 else {
      stream.close()
      return nil
    }
    piece.removeLast(piece.count - count)
    return piece
  }
}
