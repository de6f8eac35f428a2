internal import SealedPayload
internal import Synchronization

/// The sealed message of a request or response whose body comes piece by piece: each piece in records of its own, as it comes.
///
/// If the body fails, the message has no end, which is how the peer is told.
final class SealedBodyStream: BodyStream {
  fileprivate struct State: ~Copyable {
    var sealer: BodySealer?
    /// The beginning of the message, until it is read.
    var start: [UInt8]
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  private let source: any BodyStream
  private let onCancel: @Sendable () -> Void

  /// Makes the message's bytes.
  ///
  /// - Parameters:
  ///   - sealer: seals the body.
  ///   - start: what it has sealed before: the beginning of the message.
  ///   - source: the body.
  ///   - onCancel: is called when whoever reads the message gives up.
  init(
    _ sealer: consuming BodySealer, start: [UInt8], of source: any BodyStream,
    onCancel: @escaping @Sendable () -> Void = {}
  ) {
    state = Mutex(State(sealer: sealer, start: start))
    self.source = source
    self.onCancel = onCancel
  }

  deinit { source.cancel() }

  /// Why the body could not be read or sealed, if that is what ended the message.
  var failure: (any Error)? { state.withLock { $0.failure } }

  func next() async throws -> [UInt8]? {
    if let start = state.withLock({ $0.takeStart() }) { return start }
    guard state.withLock({ $0.sealer != nil }) else { return nil }
    do {
      while true {
        let piece = try await source.next()
        let records = try state.withLock { state throws(SealError) in try state.seal(piece) }
        if !records.isEmpty { return records }
      }
    } catch {
      state.withLock { $0.fail(error) }
      source.cancel()
      throw error
    }
  }

  func cancel() {
    source.cancel()
    onCancel()
  }
}

extension SealedBodyStream.State {
  fileprivate mutating func takeStart() -> [UInt8]? {
    guard !start.isEmpty else { return nil }
    defer { start = [] }
    return start
  }

  fileprivate mutating func fail(_ error: any Error) {
    sealer = nil
    failure = error
  }

  fileprivate mutating func seal(_ piece: [UInt8]?) throws(SealError) -> [UInt8] {
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
