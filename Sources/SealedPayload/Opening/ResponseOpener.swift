internal import SealedCrypto

/// Opens the answer to a request: a response of the application (kind 3), or a verdict of the server (kind 4).
public struct ResponseOpener: Sendable {
  private let source: MessageSource
  private let options: OpeningOptions

  /// Makes an opener.
  ///
  /// - Parameters:
  ///   - exchange: what sealing the request gave.
  ///   - signers: the keys that the API's key configuration lists for responses.
  ///   - options: limits.
  public init(
    _ exchange: Exchange, signers: ResponseSigners, options: OpeningOptions = .init()
  ) throws(SealError) {
    guard exchange.role == .client else { throw .wrongRole }
    source = .exchange(exchange, signers: signers)
    self.options = options
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  ///
  /// On failure `body` is empty: nothing is released that isn't authentic to its end. A verdict has no body either.
  public func open(_ message: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) -> Answer {
    let opened = try openUninterpreted(message, into: &body)
    do throws(OpenError) {
      let answer = try body.withSpan { (body) throws(OpenError) in try Answer(opened, body) }
      if case .verdict = answer { body.erase() }
      return answer
    } catch {
      body.erase()
      throw error
    }
  }

  /// Opens a whole message and leaves a verdict's JSON in `body`: for vectors.
  package func openUninterpreted(
    _ message: Span<UInt8>, into body: inout [UInt8]
  ) throws(OpenError) -> OpenedMessage {
    try openWhole(message, source, options, into: &body).message
  }

  /// Opens a whole message: `body` becomes its body, and keeps its storage where that is large enough.
  public func open(_ message: [UInt8], into body: inout [UInt8]) throws(OpenError) -> Answer {
    try message.withSpan { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `Data`.
  public func open(
    _ message: some Collection<UInt8>, into body: inout [UInt8]
  ) throws(OpenError) -> Answer {
    try withBytes(of: message) { (message) throws(OpenError) in try open(message, into: &body) }
  }

  /// Opens a whole message: any bytes, such as `[UInt8]` or `Data`.
  public func open(_ message: some Collection<UInt8>) throws(OpenError) -> (Answer, body: [UInt8]) {
    var body: [UInt8] = []
    let opened = try open(message, into: &body)
    return (opened, body)
  }

  /// Starts to open a message that arrives piece by piece.
  public func stream() -> ResponseStream {
    ResponseStream(reader: MessageReader(source, options.rules, options.limits))
  }
}

/// What answered a request.
public enum Answer: Sendable {
  /// The application's response.
  case response(OpenedResponse)
  /// The server's refusal: the application wasn't asked, or its answer is withheld.
  case verdict(Verdict, OpenedResponse)

  init(_ message: OpenedMessage, _ body: Span<UInt8>) throws(OpenError) {
    guard let response = OpenedResponse(message) else { throw OpenError(.truncated) }
    guard message.kind == .verdict else {
      self = .response(response)
      return
    }
    do throws(VerdictProblem) {
      self = .verdict(try Verdict(response.head, body: body), response)
    } catch {
      throw OpenError(.verdict(error))
    }
  }

  /// The message of either.
  public var opened: OpenedResponse {
    switch self {
    case .response(let opened), .verdict(_, let opened): opened
    }
  }
}

/// A response whose head is authentic.
public struct OpenedResponse: Sendable {
  /// What is known of the message.
  public let message: OpenedMessage

  /// What the API answers.
  public let head: ResponseHead

  init?(_ message: OpenedMessage) {
    guard case .response(let head) = message.head else { return nil }
    self.message = message
    self.head = head
  }

  /// Whether it is the server's verdict rather than the application's response.
  public var isVerdict: Bool { message.kind == .verdict }

  /// Who is known to have sent it; `signed` only for whole messages and after the end of a stream.
  public var attribution: Attribution { message.attribution }
}

/// Opens a response piece by piece, in memory that doesn't grow with it.
public struct ResponseStream: ~Copyable, Sendable {
  private var reader: MessageReader
  private var verdictBody: [UInt8] = []

  init(reader: consuming MessageReader) {
    self.reader = reader
  }

  /// The response without its body, once its head is authentic.
  ///
  /// A verdict is never told here: `finish` gives it, when all of it was checked.
  public var opened: OpenedResponse? {
    reader.message.flatMap { $0.kind == .verdict ? nil : OpenedResponse($0) }
  }

  /// Takes bytes and appends what is authentic of the body.
  ///
  /// That it is complete is known only after `finish`.
  ///
  /// A verdict has no body for the application: it is read by `finish`.
  public mutating func receive(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(OpenError) {
    var piece: [UInt8] = []
    var taken = 0
    if reader.message == nil {
      taken = try reader.receive(bytes, into: &piece, stopsAtHead: true)
    }
    if reader.message?.kind == .verdict {
      verdictBody += piece
      _ = try reader.receive(bytes.extracting(droppingFirst: taken), into: &verdictBody)
    } else {
      body += piece
      _ = try reader.receive(bytes.extracting(droppingFirst: taken), into: &body)
    }
  }

  /// Says that no more bytes follow: fails if the message isn't complete.
  public consuming func finish() throws(OpenError) -> Answer {
    let message = try reader.finishOpening()
    return try verdictBody.withSpan { (body) throws(OpenError) in try Answer(message, body) }
  }
}
