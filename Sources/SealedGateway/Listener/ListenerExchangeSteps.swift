import SealedHTTP
import Synchronization

// The library's side: what happens when it has something of the request, or asks for the answer.
extension ListenerExchange {
  /// Takes the head.
  func begin(_ gated: Result<GatedRequest, Refusal>, _ library: LibraryConnection) -> Step {
    switch gated {
    case .failure(let refusal): return refuse(refusal)
    case .success(let request): return begin(request, library)
    }
  }

  /// Takes a part of the body; without one, the request is complete.
  func step(_ bytes: UnsafeRawBufferPointer, _ library: LibraryConnection) -> Step {
    let phase = state.withLock { $0.isAborted ? .over : $0.phase }
    switch phase {
    case .collecting: return unsafe bytes.isEmpty ? handle(library) : collect(bytes, library)
    case .expecting: return expect(library)
    case .receiving: return unsafe bytes.isEmpty ? complete(library) : receive(bytes, library)
    case .handling: return respond(library)
    case .draining: return unsafe bytes.isEmpty ? respond(library) : drain(bytes)
    case .lingering: return unsafe bytes.isEmpty ? .close : .proceed(used: bytes.count)
    case .head, .responding, .over: return .close
    }
  }

  private func begin(_ request: GatedRequest, _ library: LibraryConnection) -> Step {
    let length = request.contentLength
    let isWhole = length.map { $0 <= core.limits.wholeBodyBytes } ?? false
    let deadline = core.now + core.limits.requestTime
    // A body that comes slowly is not waited for: the handler has its own deadlines, and shall see the first of it.
    let first = isWhole ? min(deadline, core.now + core.limits.headTime) : deadline
    connection.setDeadline(length == 0 ? nil : first)
    state.withLock { state in
      state.request = request
      state.requestDeadline = deadline
      state.phase = isWhole ? .collecting : .expecting
      if isWhole, let length { state.collected.reserveCapacity(min(length, 16 << 10)) }
    }
    if isWhole { return .proceed(used: 0) }
    if let length, length > core.limits.bodyBytes {
      state.withLock { $0.answer = Answer(.bodyTooLarge) }
    } else {
      startHandler(MessageBody(RequestBodyStream(self), length: length))
    }
    return expect(library)
  }

  private func collect(_ bytes: UnsafeRawBufferPointer, _ library: LibraryConnection) -> Step {
    let isCollecting = state.withLock { state in
      guard state.phase == .collecting else { return false }
      unsafe state.collected.append(contentsOf: bytes)
      return true
    }
    // If not, its time was over just now.
    return isCollecting ? .proceed(used: bytes.count) : unsafe step(bytes, library)
  }

  private func handle(_ library: LibraryConnection) -> Step {
    let body = state.withLock { state -> [UInt8]? in
      guard state.phase == .collecting else { return nil }
      state.phase = .handling
      let body = state.collected
      state.collected = []
      return body
    }
    guard let body else { return unsafe step(UnsafeRawBufferPointer(start: nil, count: 0), library) }
    if !body.isEmpty { connection.setDeadline(nil) }
    startHandler(body.isEmpty ? .empty : MessageBody(body))
    return respond(library)
  }

  /// Waits until the handler wants the body or answers without it.
  private func expect(_ library: LibraryConnection) -> Step {
    state.withLock { state in
      if let answer = state.answer {
        // The client has sent nothing yet and reads: no need to throw anything away.
        if state.request?.expectsContinue == true { return .send(sending(answer, &state)) }
        return drain(&state)
      }
      if state.incoming.isWanted || state.incoming.isOver {
        state.phase = .receiving
        return .proceed(used: 0)
      }
      return suspend(&state, library) ? .proceed(used: 0) : .close
    }
  }

  private func receive(_ bytes: UnsafeRawBufferPointer, _ library: LibraryConnection) -> Step {
    state.withLock { state in
      if state.answer != nil { return drain(&state) }
      guard bytes.count <= core.limits.bodyBytes - state.received else { return tooLarge(&state) }
      if !state.incoming.isOver, unsafe !state.incoming.feed(bytes) {
        return suspend(&state, library) ? .proceed(used: 0) : .close
      }
      state.received += bytes.count
      return .proceed(used: bytes.count)
    }
  }

  private func complete(_ library: LibraryConnection) -> Step {
    state.withLock { state in
      state.incoming.finish()
      state.phase = .handling
    }
    connection.setDeadline(nil)
    return respond(library)
  }

  private func respond(_ library: LibraryConnection) -> Step {
    state.withLock { state in
      if let answer = state.answer { return .send(sending(answer, &state)) }
      return suspend(&state, library) ? .proceed(used: 0) : .close
    }
  }

  private func sending(_ answer: Answer, _ state: inout State) -> Answer {
    // Deadlines were for the request: a response takes as long as it takes.
    if state.phase != .handling { connection.setDeadline(nil) }
    state.phase = .responding
    state.answer = nil
    state.incoming.fail(.cancelled)
    return answer
  }
}
