import SealedHTTP
import Synchronization

// Answers ahead of the request's end. The library takes none in the middle of a body: either the rest is thrown away first, or
// the answer goes to the socket past the library, which then only reads on until the client has seen it.
extension ListenerExchange {
  /// A request that no handler sees.
  func refuse(_ refusal: Refusal) -> Step {
    state.withLock { state in
      state.phase = .responding
      return .send(Answer(refusal))
    }
  }

  /// Throws bytes away; past the bound, answers at once.
  func drain(_ bytes: UnsafeRawBufferPointer) -> Step {
    state.withLock { state in
      state.received += bytes.count
      state.drained += bytes.count
      if state.drained > core.limits.drainBytes { return answerNow(&state) }
      return .proceed(used: bytes.count)
    }
  }

  /// Starts to throw away what is left, if that is little; answers at once if it is much.
  func drain(_ state: inout State) -> Step {
    state.incoming.fail(.cancelled)
    state.phase = .draining
    connection.setDeadline(core.now + core.limits.drainTime)
    let rest = state.request?.contentLength.map { $0 - state.received } ?? 0
    return rest > core.limits.drainBytes ? answerNow(&state) : .proceed(used: 0)
  }

  func tooLarge(_ state: inout State) -> Step {
    state.incoming.fail(.tooLarge(limit: core.limits.bodyBytes))
    state.answer = Answer(.bodyTooLarge)
    return answerNow(&state)
  }

  /// The time to throw away is over; false if the exchange was not at that.
  func answerBeforeEnd() -> Bool {
    state.withLock { state in
      guard state.phase == .draining else { return false }
      if case .close = answerNow(&state) { return false }
      return true
    }
  }

  private func answerNow(_ state: inout State) -> Step {
    guard let answer = state.answer, let bytes = EarlyAnswer.serialized(answer) else { return .close }
    let isSent = connection.withDescriptor { descriptor in
      guard Sockets.send(bytes, to: descriptor) else { return false }
      Sockets.endSending(descriptor)
      return true
    }
    guard isSent == true else { return .close }
    state.answer = nil
    state.phase = .lingering
    connection.setDeadline(core.now + core.limits.drainTime)
    return .proceed(used: 0)
  }
}
