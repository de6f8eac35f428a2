import SealedHTTP
import Synchronization

/// The streams of events of an API: open, ended by the API, or left by the client.
final class EventHub: Sendable {
  fileprivate struct State {
    var open: [ObjectIdentifier: EventStream] = [:]
    var left = 0
  }

  fileprivate let state = Mutex(State())

  /// A new stream.
  func open() -> EventStream {
    let stream = EventStream(self)
    state.withLock { $0.open[ObjectIdentifier(stream)] = stream }
    return stream
  }

  /// How many are open.
  var openCount: Int { state.withLock { $0.open.count } }

  /// How many were left by their clients.
  var leftCount: Int { state.withLock { $0.left } }

  /// Sends an event to all that are open.
  func send(_ text: String) {
    let event = Array("data: \(text)\n\n".utf8)
    for stream in state.withLock({ Array($0.open.values) }) { stream.send(event) }
  }

  /// Ends all that are open.
  func end() {
    let streams = state.withLock { state in
      defer { state.open = [:] }
      return Array(state.open.values)
    }
    for stream in streams { stream.end() }
  }

  fileprivate func leave(_ stream: EventStream) {
    state.withLock { if $0.open.removeValue(forKey: ObjectIdentifier(stream)) != nil { $0.left += 1 } }
  }
}

/// One stream of events: silent until there is something to say.
final class EventStream: BodyStream {
  private struct State {
    var events: [[UInt8]] = []
    var isOver = false
    var isLeft = false
    var reader: CheckedContinuation<[UInt8]?, any Error>?
  }

  private let hub: EventHub
  private let state = Mutex(State())

  fileprivate init(_ hub: EventHub) { self.hub = hub }

  func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { reader in
        state.withLock { state in
          state.reader = reader
          Self.serve(&state)
        }
      }
    } onCancel: {
      cancel()
    }
  }

  func cancel() {
    hub.leave(self)
    state.withLock { state in
      state.isLeft = true
      Self.serve(&state)
    }
  }

  fileprivate func send(_ event: [UInt8]) {
    state.withLock { state in
      state.events.append(event)
      Self.serve(&state)
    }
  }

  fileprivate func end() {
    state.withLock { state in
      state.isOver = true
      Self.serve(&state)
    }
  }

  private static func serve(_ state: inout State) {
    guard let reader = state.reader else { return }
    if state.isLeft {
      reader.resume(throwing: BodyError.cancelled)
    } else if !state.events.isEmpty {
      reader.resume(returning: state.events.removeFirst())
    } else if state.isOver {
      reader.resume(returning: nil)
    } else {
      return
    }
    state.reader = nil
  }
}
