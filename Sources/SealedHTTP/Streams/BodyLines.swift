/// The lines of a body as they come, decoded as UTF-8 and without their ends (CR, LF, or both); empty lines are lines too.
///
/// Iterating over it throws what the body throws, and `BodyError.tooLarge` for a line beyond the limit.
public struct BodyLines: AsyncSequence, Sendable {
  /// Bytes that a line may have, unless another number is given.
  public static let defaultLimit = 1 << 20

  private let body: MessageBody
  private let limit: Int

  /// Makes it.
  ///
  /// - Parameters:
  ///   - body: what is read; once, unless it can be read again.
  ///   - limit: bytes that a line may have.
  public init(_ body: MessageBody, limit: Int = defaultLimit) {
    self.body = body
    self.limit = limit
  }

  /// Reads the lines; ending early doesn't cancel the body.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var lines: LineReader

    fileprivate init(_ lines: LineReader) {
      self.lines = lines
    }

    /// The next line; nil at the end.
    public mutating func next() async throws -> String? {
      if let line = try await lines.next() { return String(decoding: line, as: UTF8.self) }
      return lines.rest().map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Starts to read.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(LineReader(body, limit: limit)) }
}

/// Reads a body line by line.
struct LineReader {
  private let body: MessageBody
  private var stream: (any BodyStream)?
  private var splitter: LineSplitter
  private var lines: [[UInt8]] = []

  init(_ body: MessageBody, limit: Int) {
    self.body = body
    splitter = LineSplitter(limit: limit)
  }

  /// The next line that has an end; nil when there is no other.
  mutating func next() async throws -> [UInt8]? {
    while lines.isEmpty {
      let stream = try self.stream ?? body.open()
      self.stream = stream
      guard let piece = try await stream.next() else { return nil }
      do {
        lines = try splitter.receive(piece).reversed()
      } catch {
        stream.cancel()
        throw error
      }
    }
    return lines.removeLast()
  }

  /// What stood after the last line end.
  mutating func rest() -> [UInt8]? { splitter.finish() }

  /// Says that nobody will read on.
  func cancel() { stream?.cancel() }
}

extension MessageBody {
  /// Its lines, as they come.
  public var lines: BodyLines { BodyLines(self) }
}
