public import SealedHTTP

/// The bytes of a response, as they come: each is authentic when it is given.
///
/// Iterating over it, over its pieces, lines or events throws `ClientError.responseIncomplete` if the body is cut or changed, so what
/// ends without an error is whole. One of the four can be iterated over, once. When all of them are released, or by `cancel`, the
/// exchange ends.
public struct SealedBytes: AsyncSequence, Sendable {
  /// The bytes in pieces, in the sizes in which they come.
  public let pieces: MessageBody

  init(_ body: MessageBody) {
    pieces = body
  }

  /// The lines, decoded as UTF-8.
  public var lines: BodyLines { pieces.lines }

  /// The server-sent events, if that is what it is.
  public var events: ServerSentEvents { pieces.events }

  /// Ends the exchange: nobody will read on.
  public func cancel() { pieces.cancel() }

  /// Reads the bytes.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let pieces: MessageBody.Iterator
    private var piece: ArraySlice<UInt8> = []

    fileprivate init(_ pieces: MessageBody.Iterator) {
      self.pieces = pieces
    }

    /// The next byte; nil at the end.
    public mutating func next() async throws -> UInt8? {
      while piece.isEmpty {
        guard let piece = try await pieces.next() else { return nil }
        self.piece = piece[...]
      }
      return piece.removeFirst()
    }
  }

  /// Starts to read.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces.makeAsyncIterator()) }
}
