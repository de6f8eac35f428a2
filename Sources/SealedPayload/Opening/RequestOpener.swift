internal import SealedCrypto

/// Opens HTTP requests (kind 2).
///
/// It checks no clock and no replay: that is the server's part, which has both.
public struct RequestOpener: Sendable {
  private let source: MessageSource
  private let options: OpeningOptions

  /// Makes an opener for messages to any key of the ring.
  public init(_ keys: KeyRing, options: OpeningOptions = .init()) {
    source = .keys(keys, .request)
    self.options = options
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  ///
  /// On failure `body` is empty: nothing is released that isn't authentic to its end.
  public func open(_ message: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) -> OpenedRequest {
    let whole = try openWhole(message, source, options, into: &body)
    guard let opened = OpenedRequest(whole.message, whole.exchange) else { throw OpenError(.unexpectedKind(0)) }
    return opened
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  public func open(_ message: [UInt8], into body: inout [UInt8]) throws(OpenError) -> OpenedRequest {
    try message.withSpan { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `Data`.
  public func open(
    _ message: some Collection<UInt8>, into body: inout [UInt8]
  ) throws(OpenError) -> OpenedRequest {
    try withBytes(of: message) { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `[UInt8]` or `Data`.
  public func open(_ message: some Collection<UInt8>) throws(OpenError) -> (OpenedRequest, body: [UInt8]) {
    var body: [UInt8] = []
    let opened = try open(message, into: &body)
    return (opened, body)
  }

  /// Starts to open a message that arrives piece by piece.
  public func stream() -> RequestStream {
    RequestStream(reader: MessageReader(source, options.rules, options.limits))
  }
}

/// A request whose head is authentic.
public struct OpenedRequest: Sendable {
  /// What is known of the message.
  public let message: OpenedMessage

  /// What the client asks for, authoritative over anything outside.
  public let head: RequestHead

  /// What seals the response.
  public let exchange: Exchange

  init?(_ message: OpenedMessage, _ exchange: Exchange?) {
    guard case .request(let head) = message.head, let exchange else { return nil }
    self.message = message
    self.head = head
    self.exchange = exchange
  }

  /// Who is known to have sent it; `signed` only for whole messages and after the end of a stream.
  public var attribution: Attribution { message.attribution }
}

/// Opens a request piece by piece, in memory that doesn't grow with it.
public struct RequestStream: ~Copyable, Sendable {
  private var reader: MessageReader

  init(reader: consuming MessageReader) {
    self.reader = reader
  }

  /// The request without its body, once its head is authentic.
  public var opened: OpenedRequest? { reader.message.flatMap { OpenedRequest($0, reader.exchange) } }

  /// Takes bytes until the head is authentic, and no more, so that the caller can decide before any of the body is used.
  ///
  /// - Returns: how many bytes were taken; the others come next. What the record behind the head brought of the body is appended.
  public mutating func receiveHead(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) -> Int {
    try reader.receive(bytes, into: &body, stopsAtHead: true)
  }

  /// Takes bytes and appends what is authentic of the body.
  ///
  /// That it is complete is known only after `finish`.
  public mutating func receive(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    _ = try reader.receive(bytes, into: &body)
  }

  /// Says that no more bytes follow: fails if the message isn't complete.
  public consuming func finish() throws(OpenError) -> OpenedRequest {
    let message = try reader.finishOpening()
    guard let opened = OpenedRequest(message, reader.exchange) else { throw OpenError(.truncated) }
    return opened
  }
}
