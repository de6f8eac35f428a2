internal import SealedCrypto
internal import SealedPayload
internal import Synchronization

/// Reads a sealed request: prelude, head, and then its body piece by piece, as the application asks for it.
///
/// A failure is final: the keys are gone, and every later call fails the same way.
final class SealedRequestReader: BodyStream {
  fileprivate struct State: ~Copyable {
    var stream: RequestStream?
    /// What has arrived and not been opened.
    var pending: [UInt8] = []
    /// What the record behind the head brought of the body.
    var firstPiece: [UInt8] = []
    var opened: OpenedRequest?
    var failure: OpenError?
    var isComplete = false

    init(_ stream: consuming RequestStream) {
      self.stream = consume stream
    }
  }

  private let carrier: MessageBody
  private let source: any BodyStream
  private let state: Mutex<State>

  /// Starts with what carries the message.
  init(_ carrier: Carrier, _ opener: RequestOpener) {
    self.carrier = carrier.message
    source = (try? carrier.message.open()) ?? WholeBodyStream([])
    state = Mutex(State(opener.stream()))
  }

  /// Waits for the prelude.
  func readPrelude() async throws(Hint) {
    while state.withLock({ !Prelude.isWhole($0.pending) }) {
      guard let piece = try await arriving() else { return }
      state.withLock { if $0.pending.isEmpty { $0.pending = piece } else { $0.pending += piece } }
    }
  }

  /// What is known of the session before anything is computed.
  func sessionState(in ring: KeyRing) -> KeyRing.SessionState {
    state.withLock { state in state.pending.withSpan { ring.sessionState(ofPrelude: $0) } }
  }

  /// Opens prelude, commitment, head and proof.
  func readHead() async throws(Hint) {
    while true {
      let isOpen = state.withLock { $0.openHead() }
      if let failure { throw Hint(failure) }
      if isOpen { return }
      guard let piece = try await arriving() else { throw .rejected("the message ends before its head") }
      state.withLock { $0.pending = piece }
    }
  }

  /// The request, once its head is authentic.
  func opened() throws(Hint) -> OpenedRequest {
    guard let opened = state.withLock({ $0.opened }) else { throw .rejected("the message has no head") }
    return opened
  }

  /// Why the message can't be opened, if so.
  var failure: OpenError? { state.withLock { $0.failure } }

  /// Reads all of the body, and the request as it is known then.
  ///
  /// - Parameter limit: bytes at most.
  func complete(upTo limit: Int) async throws(Refusal) -> (OpenedRequest, [UInt8]) {
    var body: [UInt8] = []
    do {
      while let piece = try await next() {
        guard piece.count <= limit - body.count else { throw BodyError.tooLarge(limit: limit) }
        if body.isEmpty { body = piece } else { body += piece }
      }
    } catch BodyError.tooLarge {
      throw .tooLarge
    } catch {
      throw failure.map { Refusal($0, wasHandled: false) } ?? .cut
    }
    guard let opened = state.withLock({ $0.opened }) else { throw .cut }
    return (opened, body)
  }

  /// Whether everything has arrived, so that the body can be opened at once.
  var isWhole: Bool { if case .whole = carrier.source { true } else { false } }

  func next() async throws -> [UInt8]? {
    while true {
      let step = state.withLock { $0.step() }
      switch step {
      case .piece(let piece): return piece
      case .end: return nil
      case .failed(let error): throw error
      case .needsMore:
        let piece = try await source.next()
        state.withLock { $0.take(piece) }
      }
    }
  }

  func cancel() { source.cancel() }

  private func arriving() async throws(Hint) -> [UInt8]? {
    do { return try await source.next() } catch { throw .rejected("the connection ended before the head did") }
  }
}

extension SealedRequestReader {
  /// What can be done next without waiting.
  fileprivate enum Step {
    case piece([UInt8])
    case end
    case needsMore
    case failed(OpenError)
  }
}

extension SealedRequestReader.State {
  /// Opens as much as is there, up to the record behind the head.
  fileprivate mutating func openHead() -> Bool {
    var taken = 0
    var piece: [UInt8] = []
    do throws(OpenError) {
      taken = try pending.withSpan { (span) throws(OpenError) in
        try stream?.receiveHead(span, into: &piece) ?? 0
      }
    } catch {
      fail(error)
      return false
    }
    firstPiece = piece
    if taken == pending.count { pending.removeAll(keepingCapacity: true) } else { pending.removeFirst(taken) }
    opened = stream?.opened
    return opened != nil
  }

  fileprivate mutating func step() -> SealedRequestReader.Step {
    if let failure { return .failed(failure) }
    var piece: [UInt8] = []
    swap(&piece, &firstPiece)
    do throws(OpenError) {
      try pending.withSpan { (span) throws(OpenError) in try stream?.receive(span, into: &piece) }
      pending.removeAll(keepingCapacity: true)
    } catch {
      piece.erase()
      fail(error)
      return .failed(error)
    }
    if !piece.isEmpty { return .piece(piece) }
    return isComplete ? .end : .needsMore
  }

  /// Takes what arrived; nil is the end of the transport, which has to be the end of the message.
  fileprivate mutating func take(_ piece: [UInt8]?) {
    if let piece {
      pending = piece
      return
    }
    isComplete = true
    guard let stream = stream.take() else { return }
    do throws(OpenError) { opened = try stream.finish() } catch { fail(error) }
  }

  private mutating func fail(_ error: OpenError) {
    failure = error
    stream = nil
    firstPiece.erase()
  }
}
