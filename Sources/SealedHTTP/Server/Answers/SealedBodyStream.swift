internal import SealedPayload
internal import Synchronization

/// The sealed message of an answer whose body comes piece by piece: each piece in records of its own, as it comes.
///
/// If the application's body fails, the message has no end, which is how the client is told.
final class SealedBodyStream: BodyStream {
  fileprivate struct State: ~Copyable {
    var sealer: BodySealer?
    /// The beginning of the message, until it is read.
    var start: [UInt8]
  }

  private let state: Mutex<State>
  private let source: any BodyStream
  private let request: SealedRequestReader

  init(_ sealer: consuming ResponseSealer, of body: MessageBody, request: SealedRequestReader) throws(SealError) {
    var start: [UInt8] = []
    let body = body
    let bodySealer = try sealer.stream(into: &start)
    state = Mutex(State(sealer: bodySealer, start: start))
    source = (try? body.open()) ?? FailedBodyStream()
    self.request = request
  }

  func next() async throws -> [UInt8]? {
    if let start = state.withLock({ $0.takeStart() }) { return start }
    guard state.withLock({ $0.sealer != nil }) else { return nil }
    do {
      while true {
        let piece = try await source.next()
        let records = try state.withLock { try $0.seal(piece) }
        if !records.isEmpty { return records }
      }
    } catch {
      state.withLock { $0.sealer = nil }
      source.cancel()
      throw error
    }
  }

  func cancel() {
    source.cancel()
    request.cancel()
  }
}

extension SealedBodyStream.State {
  fileprivate mutating func takeStart() -> [UInt8]? {
    guard !start.isEmpty else { return nil }
    defer { start = [] }
    return start
  }

  fileprivate mutating func seal(_ piece: [UInt8]?) throws -> [UInt8] {
    var records: [UInt8] = []
    guard let piece else {
      try sealer.take()?.finish(into: &records)
      return records
    }
    sealer?.write(piece, into: &records)
    sealer?.flush(into: &records)
    return records
  }
}

/// A body that can't be read at all.
final class FailedBodyStream: BodyStream {
  func next() async throws -> [UInt8]? { throw BodyError.cut }

  func cancel() {}
}
