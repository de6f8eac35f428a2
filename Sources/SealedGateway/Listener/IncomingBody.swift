import SealedHTTP

/// The body of a request between the connection and its reader: what one has sent and the other not yet read.
///
/// Not synchronised: its owner locks.
struct IncomingBody {
  private enum End {
    case open
    case complete
    case failed(BodyError)
  }

  private let limit: Int
  private var buffer: [UInt8] = []
  private var reader: CheckedContinuation<[UInt8]?, any Error>?
  private var end = End.open

  /// Somebody has asked for the first piece.
  private(set) var isWanted = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Nobody reads any more, or the body is over.
  var isOver: Bool { if case .open = end { false } else { true } }

  /// Takes what had come before there was a reader.
  mutating func begin(with bytes: [UInt8]) { buffer = bytes }

  /// Takes bytes from the connection; false if they must wait.
  mutating func feed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let reader {
      self.reader = nil
      unsafe reader.resume(returning: [UInt8](bytes))
      return true
    }
    guard buffer.count < limit else { return false }
    unsafe buffer.append(contentsOf: bytes)
    return true
  }

  /// What is there for a reader; nil if it has to wait.
  mutating func take() -> Result<[UInt8]?, any Error>? {
    isWanted = true
    if case .failed(let error) = end { return .failure(error) }
    if !buffer.isEmpty {
      defer { buffer = [] }
      return .success(buffer)
    }
    if case .complete = end { return .success(nil) }
    return nil
  }

  /// Keeps a reader until there is something.
  mutating func wait(_ reader: CheckedContinuation<[UInt8]?, any Error>) {
    guard self.reader == nil else { return reader.resume(throwing: BodyError.cancelled) }
    self.reader = reader
  }

  /// Says that all bytes have come.
  mutating func finish() {
    guard case .open = end else { return }
    end = .complete
    reader?.resume(returning: nil)
    reader = nil
  }

  /// Says that nobody reads on, or that no more will come: drops what is left.
  mutating func fail(_ error: BodyError) {
    if case .failed = end { return }
    end = .failed(error)
    buffer = []
    reader?.resume(throwing: error)
    reader = nil
  }
}
