internal import SealedCrypto
internal import SealedPayload
internal import Synchronization

/// The body of a response that arrives piece by piece: each piece once it is authentic, the end once all of it is.
final class ResponseDownload: BodyStream {
  fileprivate struct State: ~Copyable {
    var stream: ResponseStream?
    /// What came of the body with the head.
    var ready: [UInt8] = []
    var end: Result<Void, ClientFailure>?
    var attribution = Attribution.none
  }

  private let source: any BodyStream
  private let state: Mutex<State>

  init(_ source: any BodyStream, opener: ResponseOpener) {
    self.source = source
    state = Mutex(State(stream: opener.stream()))
  }

  deinit { source.cancel() }

  /// Who is known to have sent it, by what was read so far.
  var attribution: Attribution { state.withLock { $0.attribution } }

  /// Reads until the head of a response is authentic, or all of a verdict.
  func start() async throws(ClientFailure) -> Answer {
    while true {
      let piece: [UInt8]?
      do { piece = try await source.next() } catch { throw fail(.transport(error)) }
      do throws(OpenError) {
        let answer = try state.withLock { state throws(OpenError) in try state.answer(after: piece) }
        if let answer { return answer }
      } catch {
        throw fail(.unauthentic(error))
      }
    }
  }

  func next() async throws -> [UInt8]? {
    do throws(ClientFailure) { return try await nextPiece() } catch { throw ClientError.responseIncomplete(error) }
  }

  func cancel() {
    source.cancel()
    state.withLock { $0.close(.failure(.cancelled)) }
  }

  private func nextPiece() async throws(ClientFailure) -> [UInt8]? {
    while true {
      if let ready = state.withLock({ $0.takeReady() }) { return ready }
      if let end = state.withLock({ $0.end }) {
        try end.get()
        return nil
      }
      let piece: [UInt8]?
      do { piece = try await source.next() } catch {
        throw fail(error is CancellationError ? .cancelled : .transport(error))
      }
      do throws(OpenError) {
        try state.withLock { state throws(OpenError) in try state.take(piece) }
      } catch {
        throw fail(.unauthentic(error))
      }
    }
  }

  /// A failure is final: the keys are gone, and the first reason stays.
  private func fail(_ failure: ClientFailure) -> ClientFailure {
    source.cancel()
    return state.withLock { state in
      state.close(.failure(failure))
      if case .failure(let first) = state.end { return first }
      return failure
    }
  }
}

extension ResponseDownload.State {
  /// Takes a piece, or the end; gives the answer once it is known what it is.
  fileprivate mutating func answer(after piece: [UInt8]?) throws(OpenError) -> Answer? {
    guard let piece else {
      // Only a verdict gets here: of a response the head is known before its end.
      return try finish()
    }
    try receive(piece)
    guard let opened = stream?.opened else { return nil }
    attribution = opened.attribution
    return .response(opened)
  }

  fileprivate mutating func take(_ piece: [UInt8]?) throws(OpenError) {
    guard let piece else {
      if let answer = try finish() { attribution = answer.opened.attribution }
      return
    }
    try receive(piece)
  }

  fileprivate mutating func takeReady() -> [UInt8]? {
    guard !ready.isEmpty else { return nil }
    defer { ready = [] }
    return ready
  }

  fileprivate mutating func close(_ result: Result<Void, ClientFailure>) {
    stream = nil
    guard end == nil else { return }
    end = result
    if case .failure = result { ready = [] }
  }

  private mutating func receive(_ piece: [UInt8]) throws(OpenError) {
    try piece.withSpan { (piece) throws(OpenError) in try stream?.receive(piece, into: &ready) }
  }

  private mutating func finish() throws(OpenError) -> Answer? {
    let answer = try stream.take()?.finish()
    close(.success(()))
    return answer
  }
}
