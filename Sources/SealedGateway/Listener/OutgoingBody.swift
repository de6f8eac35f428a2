import SealedHTTP

/// The streamed body of a response between its source and the connection.
///
/// Not synchronised: its owner locks.
struct OutgoingBody {
  /// What the connection finds.
  enum Reading {
    case bytes(Int)
    case nothingYet
    case end
    case failure
  }

  private enum End {
    case open
    case complete
    case failed
  }

  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var writer: CheckedContinuation<Void, any Error>?
  private var end = End.open
  /// Bytes that may still come, if the length is known.
  private var rest: Int?

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether nothing more is to be written.
  var isOver: Bool { if case .open = end { false } else { true } }

  private var unread: Int { buffer.count - start }

  /// Says how many bytes will come.
  mutating func expect(_ length: Int?) { rest = length }

  /// Takes a piece; false if it must wait for room.
  mutating func write(_ piece: [UInt8]) throws(BodyError) -> Bool {
    guard case .open = end else { throw .cancelled }
    guard unread == 0 || piece.count <= limit - unread else { return false }
    if let rest {
      guard piece.count <= rest else { throw .tooLarge(limit: rest) }
      self.rest = rest - piece.count
    }
    if unread == 0 {
      buffer = piece
      start = 0
    } else {
      buffer += piece
    }
    return true
  }

  /// Keeps a writer until there is room.
  mutating func wait(_ writer: CheckedContinuation<Void, any Error>) {
    guard case .open = end, self.writer == nil else { return writer.resume(throwing: BodyError.cancelled) }
    // Everything may have been read since `write` found no room.
    guard unread > 0 else { return writer.resume() }
    self.writer = writer
  }

  /// Says that all bytes are written; fewer than were promised are a failure.
  mutating func finish() { close(rest ?? 0 == 0 ? .complete : .failed) }

  /// Says that no more will come, and that what came is not all.
  mutating func fail() { close(.failed) }

  private mutating func close(_ reason: End) {
    guard case .open = end else { return }
    end = reason
    writer?.resume(throwing: BodyError.cancelled)
    writer = nil
  }

  /// Moves bytes to the connection's buffer.
  mutating func read(into target: UnsafeMutableRawBufferPointer) -> Reading {
    guard unread > 0 else {
      switch end {
      case .open: return .nothingYet
      case .complete: return .end
      case .failed: return .failure
      }
    }
    let count = min(unread, target.count)
    unsafe buffer.withUnsafeBytes {
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
    }
    start += count
    if unread == 0 {
      buffer = []
      start = 0
    }
    writer?.resume()
    writer = nil
    return .bytes(count)
  }
}
