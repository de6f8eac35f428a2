internal import Synchronization

/// What is to be sent of a request's body: filled by the upload, emptied by the thread, bounded.
final class BodyOutbox: Sendable {
  private struct State {
    var pieces: [[UInt8]] = []
    /// Bytes of the first piece that are gone.
    var offset = 0
    var count = 0
    var writer: CheckedContinuation<Bool, Never>?
    var isPaused = false
    var isComplete = false
    var isClosed = false
    var failure: (any Error)?
  }

  /// What the thread gets.
  enum Fill {
    case bytes(Int)
    case end
    case wait
    case failure(any Error)
  }

  private static let smallPiece = 16_384

  private let limit: Int
  private let state: Mutex<State>

  /// For a body that is read while it is sent.
  init(limit: Int) {
    self.limit = limit
    state = Mutex(State())
  }

  /// For a body that is there.
  init(whole bytes: [UInt8]) {
    limit = 0
    state = Mutex(State(pieces: bytes.isEmpty ? [] : [bytes], count: bytes.count, isComplete: true))
  }

  /// Adds a piece, and says whether the thread has to be woken.
  func put(_ piece: [UInt8]) -> Bool {
    state.withLock { state in
      guard !state.isClosed, !piece.isEmpty else { return false }
      Self.append(piece, to: &state.pieces)
      state.count += piece.count
      return state.isPaused
    }
  }

  /// Small pieces are put together, so that there are never many.
  private static func append(_ piece: [UInt8], to pieces: inout [[UInt8]]) {
    if let count = pieces.last?.count, count + piece.count <= smallPiece {
      pieces[pieces.count - 1] += piece
    } else {
      pieces.append(piece)
    }
  }

  /// Whether all of the body is gone.
  var isEmpty: Bool { state.withLock { $0.isComplete && $0.count == 0 } }

  /// Waits until there is room; false if nobody will send any more.
  func room() async -> Bool {
    await withCheckedContinuation { writer in
      let answer: Bool? = state.withLock { state in
        if state.isClosed { return false }
        if state.count <= limit { return true }
        state.writer = writer
        return nil
      }
      if let answer { writer.resume(returning: answer) }
    }
  }

  /// Says that this was all, or that the rest can't be read.
  func finish(_ failure: (any Error)? = nil) {
    state.withLock { state in
      state.isComplete = true
      state.failure = failure
    }
  }

  /// Says that nobody will send any more.
  func close() {
    let writer = state.withLock { state in
      (state.isClosed, state.pieces, state.count) = (true, [], 0)
      return state.writer.take()
    }
    writer?.resume(returning: false)
  }

  /// Moves bytes into a buffer.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Fill {
    let (fill, writer) = state.withLock { state in
      let fill = unsafe Self.fill(buffer, &state)
      let writer = state.count <= limit ? state.writer.take() : nil
      return (fill, writer)
    }
    writer?.resume(returning: true)
    return fill
  }

  private static func fill(_ buffer: UnsafeMutableRawBufferPointer, _ state: inout State) -> Fill {
    var filled = 0
    while filled < buffer.count, let piece = state.pieces.first {
      let count = min(piece.count - state.offset, buffer.count - filled)
      unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<(filled + count)])
        .copyBytes(from: piece[state.offset..<(state.offset + count)])
      filled += count
      state.offset += count
      if state.offset == piece.count {
        state.pieces.removeFirst()
        state.offset = 0
      }
    }
    state.count -= filled
    state.isPaused = false
    if filled > 0 { return .bytes(filled) }
    if let failure = state.failure { return .failure(failure) }
    state.isPaused = !state.isComplete
    return state.isComplete ? .end : .wait
  }
}
