internal import Synchronization

/// A stream of server-sent events, cut where events end: so that each event is sealed, and reaches the client, by itself.
///
/// An event ends with an empty line (WHATWG HTML, section 9.2.5). What is longer than a piece may be is cut elsewhere too.
public final class EventPieces: BodyStream {
  /// Bytes of a piece at most; an event that fits one record is never cut.
  public static let maximumPiece = 65_535

  fileprivate struct State {
    var buffer: [UInt8] = []
    /// What stands before was given.
    var start = 0
    /// Up to where the buffer was searched.
    var searched = 0
    var isOver = false
  }

  private let source: any BodyStream
  private let state = Mutex(State())

  /// Cuts a stream.
  public init(_ source: any BodyStream) {
    self.source = source
  }

  /// The next event, or what has come of it when the stream ends.
  public func next() async throws -> [UInt8]? {
    while true {
      if let piece = state.withLock({ $0.piece() }) { return piece }
      guard state.withLock({ !$0.isOver }) else { return nil }
      let piece = try await source.next()
      state.withLock { state in
        if let piece { state.buffer += piece } else { state.isOver = true }
      }
    }
  }

  /// Gives up.
  public func cancel() { source.cancel() }
}

extension EventPieces.State {
  /// An event, if a whole one is there; at the end, whatever is left.
  fileprivate mutating func piece() -> [UInt8]? {
    if let end = endOfEvent() { return take(end - start) }
    let left = buffer.count - start
    if left >= EventPieces.maximumPiece { return take(EventPieces.maximumPiece) }
    return isOver && left > 0 ? take(left) : nil
  }

  private mutating func take(_ count: Int) -> [UInt8] {
    let piece = Array(buffer[start..<start + count])
    start += count
    searched = start
    // What was given is thrown away when it is most of the buffer: each byte moves once, not once for each event.
    if start * 2 >= buffer.count {
      buffer.removeFirst(start)
      searched = 0
      start = 0
    }
    return piece
  }

  /// Where the first empty line ends; lines end with CR LF, LF or CR.
  private mutating func endOfEvent() -> Int? {
    let limit = start + EventPieces.maximumPiece
    var index = searched
    while index < min(buffer.count, limit) {
      guard let first = lineEnd(at: index) else {
        index += 1
        continue
      }
      // What follows a final CR isn't known yet.
      guard index + first < buffer.count || isOver else { break }
      if let second = lineEnd(at: index + first) {
        let end = index + first + second
        let isUndecided = second == 1 && buffer[end - 1] == 0x0D && end == buffer.count && !isOver
        if isUndecided { break }
        return min(end, limit)
      }
      index += first
    }
    searched = index
    return nil
  }

  private func lineEnd(at index: Int) -> Int? {
    guard index < buffer.count else { return nil }
    switch buffer[index] {
    case 0x0A: return 1
    case 0x0D: return index + 1 < buffer.count && buffer[index + 1] == 0x0A ? 2 : 1
    default: return nil
    }
  }
}
