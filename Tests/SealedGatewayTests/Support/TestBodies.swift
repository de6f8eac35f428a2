import SealedHTTP
import Synchronization

/// A body whose pieces a test gives one by one.
final class GivenBody: BodyStream {
  /// Has one element once the reader has given up.
  let cancelled: AsyncStream<Void>
  private let pieces: AsyncThrowingStream<[UInt8], any Error>
  private let give: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private let cancelling: AsyncStream<Void>.Continuation

  init() {
    (pieces, give) = AsyncThrowingStream.makeStream()
    (cancelled, cancelling) = AsyncStream.makeStream()
  }

  func put(_ text: String) { give.yield(Array(text.utf8)) }
  func end(_ error: (any Error)? = nil) { give.finish(throwing: error) }

  func next() async throws -> [UInt8]? {
    for try await piece in pieces { return piece }
    return nil
  }

  func cancel() {
    give.finish(throwing: BodyError.cancelled)
    cancelling.yield()
    cancelling.finish()
  }
}

/// A body of so many pieces, which counts what was read of it.
final class CountedBody: BodyStream {
  private let piece: [UInt8]
  private let left: Mutex<Int>
  private let count = Atomic(0)

  init(piece: [UInt8], times: Int) {
    self.piece = piece
    left = Mutex(times)
  }

  /// Bytes read so far.
  var taken: Int { count.load(ordering: .sequentiallyConsistent) }

  func next() async throws -> [UInt8]? {
    let hasMore = left.withLock { left in
      left -= 1
      return left >= 0
    }
    guard hasMore else { return nil }
    count.wrappingAdd(piece.count, ordering: .sequentiallyConsistent)
    return piece
  }

  func cancel() { left.withLock { $0 = 0 } }
}
