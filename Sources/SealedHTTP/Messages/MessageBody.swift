/// The body of a message: there as a whole, or read piece by piece.
///
/// Iterating over it gives its pieces; what comes once can be iterated over once.
public struct MessageBody: Sendable {
  /// Where the bytes are.
  public enum Source: Sendable {
    /// All of them.
    case whole([UInt8])
    /// They come once.
    case stream(any BodyStream)
    /// They can be read again from the start, as a file can; so a request with this body may be sent again.
    case repeatable(@Sendable () throws -> any BodyStream)
  }

  /// Where the bytes are.
  public let source: Source

  /// How many bytes there are, if that is known.
  public let length: Int?

  /// No bytes.
  public static let empty = MessageBody([])

  /// A body that is there as a whole.
  public init(_ bytes: [UInt8]) {
    source = .whole(bytes)
    length = bytes.count
  }

  /// A body that comes once, piece by piece; each piece reaches the peer as it comes.
  public init(_ stream: any BodyStream, length: Int? = nil) {
    source = .stream(stream)
    self.length = length
  }

  /// A body that can be read again from the start: the closure opens it anew.
  public init(length: Int? = nil, repeatable open: @escaping @Sendable () throws -> any BodyStream) {
    source = .repeatable(open)
    self.length = length
  }

  /// Whether the message has no content at all.
  public var isEmpty: Bool { length == 0 }

  /// Whether it can be read more than once.
  public var isRepeatable: Bool { if case .stream = source { false } else { true } }

  /// Opens it for reading.
  public func open() throws -> any BodyStream {
    switch source {
    case .whole(let bytes): WholeBodyStream(bytes)
    case .stream(let stream): stream
    case .repeatable(let open): try open()
    }
  }

  /// All of it.
  ///
  /// - Parameter limit: bytes at most; what is longer throws `BodyError.tooLarge`, and its stream is cancelled.
  public func collect(upTo limit: Int) async throws -> [UInt8] {
    if case .whole(let bytes) = source {
      guard bytes.count <= limit else { throw BodyError.tooLarge(limit: limit) }
      return bytes
    }
    let stream = try open()
    var bytes: [UInt8] = []
    while let piece = try await stream.next() {
      guard piece.count <= limit - bytes.count else {
        stream.cancel()
        throw BodyError.tooLarge(limit: limit)
      }
      bytes += piece
    }
    return bytes
  }

  /// Says that nobody will read it: a stream is cancelled.
  public func cancel() {
    if case .stream(let stream) = source { stream.cancel() }
  }
}

extension MessageBody: AsyncSequence {
  /// Reads the pieces; ending early doesn't cancel the body, `cancel` does.
  public final class Iterator: AsyncIteratorProtocol {
    private let body: MessageBody
    private var stream: (any BodyStream)?

    fileprivate init(_ body: MessageBody) {
      self.body = body
    }

    /// The next piece; nil at the end.
    public func next() async throws -> [UInt8]? {
      let stream = try self.stream ?? body.open()
      self.stream = stream
      return try await stream.next()
    }
  }

  /// Starts to read.
  public func makeAsyncIterator() -> Iterator { Iterator(self) }
}

/// Why a body can't be read to its end.
public enum BodyError: Error, Sendable, Hashable {
  /// It has more bytes than the reader allows.
  case tooLarge(limit: Int)
  /// Whoever sends it, or reads it, has given up.
  case cancelled
  /// The connection ended before the body did.
  case cut
}

extension BodyError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .tooLarge(let limit): "the body exceeds the limit of \(limit) bytes"
    case .cancelled: "the body was cancelled"
    case .cut: "the connection ended before the body did"
    }
  }
}
