import SealedHTTP
import Synchronization

/// A body in pieces that a test gives beforehand; it can end with an error.
final class Pieces: BodyStream {
  private struct State {
    var pieces: [[UInt8]]
    var isCancelled = false
    var given = 0
  }

  private let state: Mutex<State>
  private let failure: (any Error & Sendable)?

  init(_ pieces: [[UInt8]], then failure: (any Error & Sendable)? = nil) {
    state = Mutex(State(pieces: pieces.reversed()))
    self.failure = failure
  }

  /// Whether the reader gave up.
  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// How many pieces were read.
  var given: Int { state.withLock { $0.given } }

  func next() async throws -> [UInt8]? {
    let piece = try state.withLock { state in
      if state.isCancelled { throw BodyError.cancelled }
      state.given += 1
      return state.pieces.popLast()
    }
    if piece == nil, let failure { throw failure }
    return piece
  }

  func cancel() { state.withLock { $0.isCancelled = true } }
}

extension [UInt8] {
  /// The bytes in pieces of at most this many.
  func pieces(of count: Int) -> [[UInt8]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
