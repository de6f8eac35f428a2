/// The events of a body of type `text/event-stream`, each when its last line is there (WHATWG HTML, section 9.2.6).
///
/// Iterating over it throws what the body throws: an event stream that was cut does not look as if it had ended. An event whose
/// empty line never came is not told. Asking for the stream again is the caller's.
public struct ServerSentEvents: AsyncSequence, Sendable {
  /// Bytes that an event may have, unless another number is given.
  public static let defaultLimit = 1 << 20

  private let body: MessageBody
  private let limit: Int

  /// Makes it.
  ///
  /// - Parameters:
  ///   - body: what is read; once, unless it can be read again.
  ///   - limit: bytes that an event's data or a line may have; beyond, the body is cancelled and `BodyError.tooLarge` thrown.
  public init(_ body: MessageBody, limit: Int = defaultLimit) {
    self.body = body
    self.limit = limit
  }

  /// Reads the events; ending early doesn't cancel the body.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var lines: LineReader
    private var parser: EventParser

    fileprivate init(_ body: MessageBody, limit: Int) {
      lines = LineReader(body, limit: limit)
      parser = EventParser(limit: limit)
    }

    /// The next event; nil at the end.
    public mutating func next() async throws -> ServerSentEvent? {
      while let line = try await lines.next() {
        do {
          if let event = try parser.receive(line) { return event }
        } catch {
          lines.cancel()
          throw error
        }
      }
      return nil
    }
  }

  /// Starts to read.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body, limit: limit) }
}

extension MessageBody {
  /// Its events, as they come; for a body of type `text/event-stream`.
  public var events: ServerSentEvents { ServerSentEvents(self) }
}
