internal import SealedCrypto

/// Opens standalone payloads (kind 1).
public struct PayloadOpener: Sendable {
  private let source: MessageSource
  private let options: OpeningOptions

  /// Makes an opener for messages to any key of the ring.
  public init(_ keys: KeyRing, options: OpeningOptions = .init()) {
    source = .keys(keys, .payload)
    self.options = options
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  ///
  /// On failure `body` is empty: nothing is released that isn't authentic to its end.
  public func open(_ message: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) -> OpenedPayload {
    let whole = try openWhole(message, source, options, into: &body)
    return OpenedPayload(message: whole.message)
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  public func open(_ message: [UInt8], into body: inout [UInt8]) throws(OpenError) -> OpenedPayload {
    try message.withSpan { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `Data`.
  public func open(
    _ message: some Collection<UInt8>, into body: inout [UInt8]
  ) throws(OpenError) -> OpenedPayload {
    try withBytes(of: message) { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `[UInt8]` or `Data`.
  public func open(_ message: some Collection<UInt8>) throws(OpenError) -> (OpenedPayload, body: [UInt8]) {
    var body: [UInt8] = []
    let opened = try open(message, into: &body)
    return (opened, body)
  }

  /// Starts to open a message that arrives piece by piece.
  public func stream() -> PayloadStream {
    PayloadStream(reader: MessageReader(source, options.rules, options.limits))
  }
}

/// A payload whose head is authentic.
public struct OpenedPayload: Sendable {
  /// What is known of the message.
  public let message: OpenedMessage

  /// What travelled with the payload.
  public var fields: [HeaderField] { message.head.fields }

  /// Who is known to have sent it; `signed` only for whole messages and after the end of a stream.
  public var attribution: Attribution { message.attribution }
}

/// Opens a payload piece by piece, in memory that doesn't grow with it.
public struct PayloadStream: ~Copyable, Sendable {
  private var reader: MessageReader

  init(reader: consuming MessageReader) {
    self.reader = reader
  }

  /// The payload without its body, once its head is authentic.
  public var opened: OpenedPayload? { reader.message.map(OpenedPayload.init) }

  /// Takes bytes and appends what is authentic of the body.
  ///
  /// That it is complete is known only after `finish`.
  public mutating func receive(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    _ = try reader.receive(bytes, into: &body)
  }

  /// Says that no more bytes follow: fails if the message isn't complete.
  public consuming func finish() throws(OpenError) -> OpenedPayload {
    OpenedPayload(message: try reader.finishOpening())
  }
}
