import SealedHTTP
import Synchronization

// The handler's side: its task, the body it reads, and the body that its answer streams.
extension ListenerExchange {
  /// Starts the handler on this thread; it stays here until it first waits.
  func startHandler(_ body: MessageBody) {
    guard let head = state.withLock({ $0.request?.head }) else { return }
    let request = RequestMessage(head, body: body)
    keep(Task.immediate { await self.run(request) })
  }

  /// The time to collect the body is over: the handler gets what has come, and the rest as it comes; false if the exchange was not
  /// at that, or the request's time is over too.
  func stopCollecting() -> Bool {
    let request = state.withLock { state -> RequestMessage? in
      guard state.phase == .collecting, !state.isAborted, let request = state.request,
        let deadline = state.requestDeadline, core.now < deadline
      else { return nil }
      state.phase = .receiving
      state.received = state.collected.count
      state.incoming.begin(with: state.collected)
      state.collected = []
      connection.setDeadline(deadline)
      return RequestMessage(request.head, body: MessageBody(RequestBodyStream(self), length: request.contentLength))
    }
    guard let request else { return false }
    // Not on this thread, which looks at the deadlines of all.
    keep(Task { await self.run(request) })
    return true
  }

  /// Keeps the handler's task for as long as it may have to be cancelled.
  private func keep(_ task: Task<Void, Never>) {
    let isGone = state.withLock { state in
      if !state.isHandled { state.task = task }
      return state.isAborted || state.phase == .over
    }
    if isGone { task.cancel() }
  }

  private func run(_ request: RequestMessage) async {
    let response = await core.handler(request, connection.peer)
    if let source = answer(with: response) { await pump(source) }
    state.withLock { state in
      state.isHandled = true
      state.task = nil
    }
  }

  /// Hands over the answer, and returns the stream that it needs.
  private func answer(with response: ResponseMessage) -> (any BodyStream)? {
    let isHead = state.withLock { $0.request?.isHead ?? false }
    let answer = Answer(response, toHead: isHead)
    guard case .stream(let length) = answer.body else {
      hand(over: answer)
      return nil
    }
    guard let source = try? response.body.open() else {
      hand(over: Answer(Refusal(500, "the application's response has no body")))
      return nil
    }
    let isTaken = state.withLock { state in
      state.outgoing.expect(length)
      state.source = source
      return hand(over: answer, &state)
    }
    if !isTaken { source.cancel() }
    return isTaken ? source : nil
  }

  private func hand(over answer: Answer) {
    _ = state.withLock { hand(over: answer, &$0) }
  }

  /// False if nobody is there to take it.
  private func hand(over answer: Answer, _ state: inout State) -> Bool {
    // While it lingers, a body that was larger than the limit has been answered already.
    guard !state.isAborted, state.phase != .over, state.phase != .lingering else { return false }
    state.answer = answer
    state.incoming.fail(.cancelled)
    if state.phase == .receiving, state.suspended == nil {
      // The library waits for the client, which may send nothing more: the answer can't wait for both.
      if case .close = drain(&state) {
        state.isAborted = true
        connection.shutDown()
        return false
      }
    }
    Self.resume(&state)
    return true
  }

  /// Carries the pieces of a response's body to the connection.
  private func pump(_ source: any BodyStream) async {
    do {
      while let piece = try await source.next() { try await write(piece) }
      state.withLock { state in
        state.outgoing.finish()
        Self.resume(&state)
      }
    } catch {
      source.cancel()
      state.withLock { state in
        state.outgoing.fail()
        Self.resume(&state)
      }
    }
  }

  private func write(_ piece: [UInt8]) async throws {
    while true {
      let isWritten = try state.withLock { state in
        let isWritten = try state.outgoing.write(piece)
        if isWritten, state.phase == .responding { Self.resume(&state) }
        return isWritten
      }
      if isWritten { return }
      try await withCheckedThrowingContinuation { writer in
        state.withLock { $0.outgoing.wait(writer) }
      }
    }
  }

  /// Moves bytes of the response's body to the library; suspends the connection if there are none yet.
  func read(into target: UnsafeMutableRawBufferPointer, _ library: LibraryConnection) -> OutgoingBody.Reading {
    state.withLock { state in
      guard !state.isAborted else { return .failure }
      let reading = unsafe state.outgoing.read(into: target)
      if case .nothingYet = reading, !suspend(&state, library) { return .failure }
      if case .failure = reading { breakVisibly(state) }
      return reading
    }
  }

  /// Where the end of the connection would end the body, a cut has to look different.
  private func breakVisibly(_ state: State) {
    guard state.request?.isHTTP11 == false else { return }
    _ = connection.withDescriptor(Sockets.reset)
  }
}
