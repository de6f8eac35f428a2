internal import SealedHTTP
internal import Synchronization

/// What has come of a response's body and is not yet read: filled by the thread, emptied by one reader, bounded.
final class BodyInbox: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var reader: CheckedContinuation<[UInt8]?, any Error>?
    var isPaused = false
    var end: Result<Void, any Error>?
  }

  /// What a reader gets without waiting.
  enum Next {
    case piece([UInt8], wasPaused: Bool)
    case end
    case failure(any Error)
    case wait
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes bytes; false, and nothing is taken, if the reader is too far behind.
  func put(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return true }
    typealias Reader = CheckedContinuation<[UInt8]?, any Error>
    let (reader, isTaken): (Reader?, Bool) = state.withLock { state in
      if let reader = state.reader.take() { return (reader, true) }
      state.isPaused = state.bytes.count >= limit
      if !state.isPaused { state.bytes += bytes }
      return (nil, !state.isPaused)
    }
    reader?.resume(returning: bytes)
    return isTaken
  }

  /// Says that no more will come; false if that was known.
  @discardableResult
  func end(_ failure: (any Error)?) -> Bool {
    let (reader, isFirst) = state.withLock { state in
      guard state.end == nil else { return (nil as CheckedContinuation<[UInt8]?, any Error>?, false) }
      state.end = failure.map { .failure($0) } ?? .success(())
      return (state.reader.take(), true)
    }
    if let failure { reader?.resume(throwing: failure) } else { reader?.resume(returning: nil) }
    return isFirst
  }

  /// What there is.
  func next() -> Next {
    state.withLock { state in Self.next(&state) }
  }

  /// Waits for what comes next; one reader at a time.
  func wait(_ reader: CheckedContinuation<[UInt8]?, any Error>) -> Bool {
    let next = state.withLock { state in
      guard state.reader == nil else { return Next.failure(BodyError.cancelled) }
      let next = Self.next(&state)
      if case .wait = next { state.reader = reader }
      return next
    }
    switch next {
    case .piece(let bytes, let wasPaused):
      reader.resume(returning: bytes)
      return wasPaused
    case .end: reader.resume(returning: nil)
    case .failure(let error): reader.resume(throwing: error)
    case .wait: break
    }
    return false
  }

  /// Says that nobody will read, and throws away what is there; true if more would have come.
  func cancel() -> Bool {
    let wouldContinue = end(BodyError.cancelled)
    state.withLock { state in
      state.bytes = []
      if case .success = state.end { state.end = .failure(BodyError.cancelled) }
    }
    return wouldContinue
  }

  private static func next(_ state: inout State) -> Next {
    if !state.bytes.isEmpty {
      defer { (state.bytes, state.isPaused) = ([], false) }
      return .piece(state.bytes, wasPaused: state.isPaused)
    }
    return switch state.end {
    case nil: .wait
    case .success: .end
    case .failure(let error): .failure(error)
    }
  }
}
